// Compares numbers with their budgets. A missed budget is named in the report and never fails the run.
const limits = {
  share: { name: 'requests/s', holds: (value, budget) => value >= budget },
  cpu: { name: 'CPU', holds: (value, budget) => value <= budget },
  sql: { name: 'SQL', holds: (value, budget) => value <= budget },
  postgres: { name: 'Postgres', holds: (value, budget) => value < budget },
  kb: { name: 'kB', holds: (value, budget) => value <= budget },
  cpuMs: { name: 'CPU-ms', holds: (value, budget) => value <= budget },
}

/** In: the measurements and the budget. Out: the names of the missed ones; a number that could not be measured misses none. */
export const missed = (result, budget) =>
  Object.entries(budget)
    .filter(([key, wanted]) => result[key] !== null && !limits[key].holds(result[key], wanted))
    .map(([key]) => limits[key].name)

/** How many times as long the largest organization may take as the smallest. */
export const growthBudgets = { members: 1.3, search: 2, owners: 2, audit: 1.5 }

/** The budgets of one-time measurements, which are not per request. */
export const onceBudgets = {
  'JavaScript, landing, kB gzip': 140,
  'JavaScript, sign-in, kB gzip': 145,
  'JavaScript, an organization’s page, kB gzip': 165,
  'JavaScript, members, kB gzip': 165,
  'Cold start to the first answer, s': 0.9,
  'Memory at the end, MB': 380,
}
