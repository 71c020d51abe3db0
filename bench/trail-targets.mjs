// The audit page in organizations with a thousand and with a million events: its first page, and each filter. Each of them
// fills a page, or nearly.
import { trailSizes } from './trail-data.mjs'

const day = (ago) => new Date(Date.now() - ago * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
const actor = `user_${String(19_001).padStart(26, '0')}`
const time = `from=${day(300)}&to=${day(20)}`

/** The query of the URL, by the name of the target. */
const questions = {
  page: '',
  actor: `?actor=${actor}`,
  action: '?action=organization.updated',
  kind: '?action=organization.',
  system: '?actor=system',
  time: `?${time}`,
  combined: `?actor=${actor}&action=organization.&${time}`,
}

const connections = 8

export const trailKinds = Object.keys(questions).map((name) => `audit-${name}`)

export const trailTargets = (people) =>
  Object.entries(questions).flatMap(([name, query]) =>
    trailSizes.map((size) => ({
      id: `audit-${name}-${size}`,
      requests: people[`trail${size}`].map(({ cookie }) => ({
        path: `/o/trail-${size}/settings/audit-log${query}`,
        headers: { cookie },
      })),
      expect: 'aria-label="Events"',
      // A page of many rows: more connections would measure the queue.
      connections,
      budget: name === 'page' ? { share: 0.1, sql: 5, kb: 120 } : {},
    })),
  )
