// Watches the memberships of all open pages with one connection and one query per process, however many tabs there are.
// On a real server a notice triggers the query at once; the embedded database is polled every two seconds. Both poll
// once a minute for changes without a notice, such as an expired session.
import { readStatuses, type SessionInOrganization } from '@/lib/db/authorize'
import type { MemberRow } from '@/lib/db/access-rows'
import { listen } from '@/lib/db/listen'
import { log } from '@/lib/log'
import { permissionsOf } from '@/lib/permissions/roles'
import { toMembershipStatus, type MembershipStatus } from './status'

type Watcher = {
  session: SessionInOrganization & { organizationId: string }
  report: (membership: MembershipStatus) => void
  onActivity: (() => void) | undefined
}

const embeddedPollMs = 2_000
const pollMs = 60_000
const debounceMs = 50
const longestRetryMs = 30_000
const batchSize = 200

// Next bundles this module twice: for the start, where changes are announced, and for the routes, which watch.
const shared = globalThis as { noteChange?: (id: string) => void }

const watchers = new Set<Watcher>()
const changed = new Set<string>()
let checkAll = false
let isChecking = false
let timer: NodeJS.Timeout | undefined
let connection: 'no' | 'starting' | 'notify' | 'poll' = 'no'
let stopListening: (() => void) | null = null
let failures = 0
// Counts up with each connection, so that one that was given up is told from the present one.
let attempt = 0

/**
 * Calls `report` with the membership status whenever it may have changed, and `onActivity` when something happened in the organization
 * that the member may read about. Out: a function that stops it.
 */
export function watch(
  session: Watcher['session'],
  report: Watcher['report'],
  onActivity?: Watcher['onActivity'],
): () => void {
  const watcher = { session, report, onActivity }
  watchers.add(watcher)
  shared.noteChange = (id) => {
    if (connection !== 'notify') onChange(id)
  }
  if (connection === 'no') void connect()
  schedule(nextPollMs())
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) stop()
  }
}

function stop(): void {
  clearTimeout(timer)
  timer = undefined
  delete shared.noteChange
  stopListening?.()
  stopListening = null
  connection = 'no'
  attempt++
}

async function connect(): Promise<void> {
  connection = 'starting'
  const mine = ++attempt
  try {
    const stop = await listen({ onChange, onEnd: () => onDisconnect(mine) })
    if (mine !== attempt) return stop?.()
    stopListening = stop
    connection = stop ? 'notify' : 'poll'
    failures = 0
    // Changes before the connection was opened caused no notice here.
    checkAll = true
    schedule(stop ? debounceMs : embeddedPollMs)
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'change notices cannot be received')
    onDisconnect(mine)
  }
}

function onDisconnect(ended: number): void {
  if (ended !== attempt) return
  connection = 'starting'
  stopListening = null
  const wait = Math.min(longestRetryMs, 500 * 2 ** failures++)
  setTimeout(() => ended === attempt && void connect(), wait * (0.5 + Math.random() / 2)).unref()
}

function onChange(id: string): void {
  changed.add(id)
  schedule(debounceMs)
}

/** A change that this process made. A notice brings it to the others, and on a real server also here, once it is connected. */
export const noteChange = (id: string): void => shared.noteChange?.(id)

const nextPollMs = () => (connection === 'poll' ? embeddedPollMs : pollMs)

let dueMs = Infinity

// The earlier of two times wins, so that many changes make one query.
function schedule(delayMs: number): void {
  const wanted = Date.now() + delayMs
  if (timer && dueMs <= wanted) return
  clearTimeout(timer)
  dueMs = wanted
  timer = setTimeout(() => void checkStatuses(), delayMs).unref()
}

async function checkStatuses(): Promise<void> {
  if (isChecking) return void ((timer = undefined), schedule(debounceMs))
  timer = undefined
  isChecking = true
  const all = checkAll || changed.size === 0
  const ids = new Set(changed)
  changed.clear()
  checkAll = false
  const affected = [...watchers].filter(
    ({ session: { userId, organizationId } }) => all || ids.has(userId) || ids.has(organizationId),
  )
  try {
    for (let i = 0; i < affected.length; i += batchSize) await reportStatuses(affected.slice(i, i + batchSize), ids)
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'membership statuses could not be read')
    checkAll = true
  } finally {
    isChecking = false
    if (watchers.size > 0) schedule(checkAll ? embeddedPollMs : nextPollMs())
  }
}

async function reportStatuses(affected: Watcher[], ids: Set<string>): Promise<void> {
  const rows = await readStatuses(affected.map(({ session }) => session))
  affected.forEach(({ session, report, onActivity }, i) => {
    report(toMembershipStatus(rows[i]!))
    if (ids.has(session.organizationId) && readsActivity(rows[i]!)) onActivity?.()
  })
}

const readsActivity = ({ status, role, custom_roles: customRoles }: MemberRow): boolean =>
  status === 'ok' && permissionsOf(role, customRoles).includes('org:audit:read')
