// Figures of a drill: what was measured, what is promised, and whether it held.

/** The value below which a share of the values lies; null of none. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
}

export const count = (answers, isCounted) => answers.filter(isCounted).length

/** How often each status occurred: "200 × 12, 503 × 3". */
export function statuses(answers) {
  const counts = new Map()
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, times]) => `${status} × ${times}`).join(', ') || 'none'
}

/**
 * One line of the report. `limit`: such as { most: 0 } or { least: 0.85 }, absent for a figure without a promise. `isSpeed`: depends on
 * the machine, so a short drill reports it and does not fail by it.
 * @param {string} name
 * @param {any} value
 * @param {{ unit?: string, isSpeed?: boolean, most?: number, least?: number }} [options]
 */
export const figure = (name, value, { unit = '', isSpeed = false, ...limit } = {}) => ({
  name,
  value,
  unit,
  isSpeed,
  limit: 'most' in limit || 'least' in limit ? limit : null,
})

export function holds({ value, limit }) {
  if (!limit) return true
  if (value === null || Number.isNaN(value)) return false
  return value <= (limit.most ?? Infinity) && value >= (limit.least ?? -Infinity)
}
