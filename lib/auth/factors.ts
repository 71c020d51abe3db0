// What a person can prove who they are with, by what their account has. One list: the pages of an account and its API
// read it.

/** What the list needs to know of an account. */
export type Proofs = { passwordHash: string | null }

/** `isSecond`: asked for after another one. */
type Factor = { isSecond: boolean; isSetUp: (proofs: Proofs) => boolean }

const factors = {
  password: { isSecond: false, isSetUp: ({ passwordHash }) => passwordHash !== null },
} as const satisfies Record<string, Factor>

export type FactorKind = keyof typeof factors

const kinds = Object.keys(factors) as FactorKind[]

/** The factors that an account has. */
export const factorsOf = (proofs: Proofs): FactorKind[] => kinds.filter((kind) => factors[kind].isSetUp(proofs))

export const hasSecondFactor = (held: readonly FactorKind[]): boolean =>
  held.some((kind) => (factors[kind] as Factor).isSecond)
