// What a person can prove who they are with, by what their account has. One list: the pages of an account, its API, sign-in
// and step-up read it.
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'

/** What the list needs to know of an account. */
export type Proofs = {
  passwordHash: string | null
  totpSecret: { confirmedAt: Date | null } | null
  passkeys: readonly unknown[]
  connections: readonly unknown[]
}

/** `isSecond`: asked for after another one. lib/accounts/ways-in.ts counts those with which signing in can begin. */
type Factor = { isSecond: boolean; isSetUp: (proofs: Proofs) => boolean }

const factors = {
  password: { isSecond: false, isSetUp: ({ passwordHash }) => passwordHash !== null },
  connection: { isSecond: false, isSetUp: ({ connections }) => connections.length > 0 },
  totp: { isSecond: true, isSetUp: ({ totpSecret }) => totpSecret?.confirmedAt != null },
  passkey: { isSecond: true, isSetUp: ({ passkeys }) => passkeys.length > 0 },
} as const satisfies Record<string, Factor>

export type FactorKind = keyof typeof factors

const kinds = Object.keys(factors) as FactorKind[]

/** Prisma's select for `Proofs`. */
export const proofFields = {
  passwordHash: true,
  totpSecret: { select: { confirmedAt: true } },
  passkeys: { select: { id: true } },
  connections: { select: { id: true } },
} as const

/** The factors that an account has. */
export const factorsOf = (proofs: Proofs): FactorKind[] => kinds.filter((kind) => factors[kind].isSetUp(proofs))

/** Those that count as a second factor at sign-in. */
export const secondFactorsOf = (held: readonly FactorKind[]): FactorKind[] =>
  held.filter((kind) => factors[kind].isSecond)

export const hasSecondFactor = (held: readonly FactorKind[]): boolean => secondFactorsOf(held).length > 0

/** The factors with which a signed-in person confirms that it is them: the second ones, where there are any. */
export const confirmingFactorsOf = (held: readonly FactorKind[]): FactorKind[] =>
  hasSecondFactor(held) ? secondFactorsOf(held) : [...held]

/** The same, read in an open transaction. */
export async function readFactors(db: IdentityDb, userId: string): Promise<FactorKind[]> {
  const proofs = await db.user.findFirst({ where: { id: userId }, select: proofFields })
  return proofs ? factorsOf(proofs) : []
}

/** The same, for a caller who has been checked. */
export const listFactors = (userId: string): Promise<FactorKind[]> => withIdentity((db) => readFactors(db, userId))
