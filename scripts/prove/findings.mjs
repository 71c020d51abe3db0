// What a run has tried and found, by target: a table, a route, a page, an action, a permission, a function or a rule.

export const kinds = ['table', 'function', 'rule', 'route', 'page', 'action', 'permission', 'log']

/** Collects attempts and failures. `target` opens one; the same name again continues it. */
export function createFindings() {
  const targets = new Map()
  return {
    target(kind, name, note = '') {
      const key = `${kind} ${name}`
      if (!targets.has(key)) targets.set(key, { kind, name, note, attempts: 0, failures: [], unclear: [] })
      const found = targets.get(key)
      if (note) found.note = note
      return {
        name,
        /** Counts one attempt, which must have come out as `isSafe`. */
        expect(isSafe, what) {
          found.attempts++
          if (!isSafe && !found.failures.includes(what)) found.failures.push(what)
          return isSafe
        },
        fail(what) {
          this.expect(false, what)
        },
      }
    },
    all: () => [...targets.values()],
    failed: () => [...targets.values()].filter(({ failures }) => failures.length > 0),
    attempts: () => [...targets.values()].reduce((sum, { attempts }) => sum + attempts, 0),
  }
}
