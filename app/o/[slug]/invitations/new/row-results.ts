// Reads the field `result.0` of a row, which rows.ts writes on the server: what the last check found.
export type RowState = { kind: 'ready' | 'skip' | 'fix'; reason: string }

/** In: the values of the form. Out: the index of each row, in order. */
export const indexesOf = (values: Record<string, string>): string[] =>
  Object.keys(values).flatMap((name) => /^email\.(\d+)$/.exec(name)?.[1] ?? [])

/** Out: null for a row that has not been checked. */
export function stateOf(values: Record<string, string>, index: string): RowState | null {
  const [, kind, reason = ''] = /^(ready|skip|fix) ?(.*)$/.exec(values[`result.${index}`] ?? '') ?? []
  return kind ? { kind: kind as RowState['kind'], reason } : null
}

/** How many rows are of each kind; `unchecked` have none. */
export function countStates(values: Record<string, string>) {
  const counts = { ready: 0, skip: 0, fix: 0, unchecked: 0 }
  for (const index of indexesOf(values)) counts[stateOf(values, index)?.kind ?? 'unchecked']++
  return counts
}
