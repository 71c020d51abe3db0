// What a person can prove who they are with, by what their account has. One list: the pages of an account and its API
// read it.
import type { IdentityDb } from '@/lib/db/with-identity'

/** What the list needs to know of an account. */
export type Proofs = { passwordHash: string | null; connections: readonly unknown[] }

/** `isSecond`: asked for after another one. `isWayIn`: signing in can begin with it. */
type Factor = { isSecond: boolean; isWayIn: boolean; isSetUp: (proofs: Proofs) => boolean }

const factors = {
  password: { isSecond: false, isWayIn: true, isSetUp: ({ passwordHash }) => passwordHash !== null },
  connection: { isSecond: false, isWayIn: true, isSetUp: ({ connections }) => connections.length > 0 },
} as const satisfies Record<string, Factor>

export type FactorKind = keyof typeof factors

const kinds = Object.keys(factors) as FactorKind[]

/** Prisma's select for `Proofs`. */
export const proofFields = { passwordHash: true, connections: { select: { id: true } } } as const

/** The factors that an account has. */
export const factorsOf = (proofs: Proofs): FactorKind[] => kinds.filter((kind) => factors[kind].isSetUp(proofs))

export const hasSecondFactor = (held: readonly FactorKind[]): boolean =>
  held.some((kind) => (factors[kind] as Factor).isSecond)

/** Whether signing in can begin with one of them. */
export const hasWayIn = (held: readonly FactorKind[]): boolean => held.some((kind) => factors[kind].isWayIn)

/** The factors that an account has, read in an open transaction. */
export async function readFactors(db: IdentityDb, userId: string): Promise<FactorKind[]> {
  const proofs = await db.user.findFirst({ where: { id: userId }, select: proofFields })
  return proofs ? factorsOf(proofs) : []
}
