// Watches the standing of everybody who has a page open here: one connection and one query for the whole process, however
// many tabs. On a real server a change is heard of at once and looked up; on the embedded database everybody is looked up
// every two seconds. Once a minute that happens anywhere, for what no change announces: a session that has expired.
import { readStatuses, type SessionPlace } from '@/lib/db/authorize'
import { listen } from '@/lib/db/listen'
import { log } from '@/lib/log'
import { toMembershipStatus, type MembershipStatus } from './status'

type Watch = { whereabouts: SessionPlace & { organizationId: string }; tell: (standing: MembershipStatus) => void }

const embeddedPollMs = 2_000
const pollMs = 60_000
const gatherMs = 50
const longestRetryMs = 30_000
const atOnce = 200

const watches = new Set<Watch>()
const changed = new Set<string>()
let everybody = false
let looking = false
let timer: NodeJS.Timeout | undefined
let connection: 'no' | 'starting' | 'notify' | 'poll' = 'no'
let stopHearing: (() => void) | null = null
let failures = 0

/** Calls `tell` with the standing whenever it may have changed, until the function that comes back is called. */
export function watch(whereabouts: Watch['whereabouts'], tell: Watch['tell']): () => void {
  const entry = { whereabouts, tell }
  watches.add(entry)
  if (connection === 'no') void connect()
  schedule(nextPollMs())
  return () => {
    watches.delete(entry)
    if (watches.size === 0) stop()
  }
}

function stop(): void {
  clearTimeout(timer)
  timer = undefined
  stopHearing?.()
  stopHearing = null
  connection = 'no'
}

async function connect(): Promise<void> {
  connection = 'starting'
  try {
    const stop = await listen({ onChange: note, onEnd: onDisconnect })
    if (watches.size === 0) return stop?.()
    stopHearing = stop
    connection = stop ? 'notify' : 'poll'
    failures = 0
    // What changed before we listened was announced to nobody.
    everybody = true
    schedule(stop ? gatherMs : embeddedPollMs)
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'changes cannot be heard of')
    onDisconnect()
  }
}

function onDisconnect(): void {
  connection = 'starting'
  stopHearing = null
  const wait = Math.min(longestRetryMs, 500 * 2 ** failures++)
  setTimeout(() => (watches.size > 0 ? void connect() : (connection = 'no')), wait * (0.5 + Math.random() / 2)).unref()
}

function note(id: string): void {
  changed.add(id)
  schedule(gatherMs)
}

const nextPollMs = () => (connection === 'poll' ? embeddedPollMs : pollMs)

let dueMs = Infinity

// The sooner of two times counts: many changes at once make one query.
function schedule(delayMs: number): void {
  const wanted = Date.now() + delayMs
  if (timer && dueMs <= wanted) return
  clearTimeout(timer)
  dueMs = wanted
  timer = setTimeout(() => void look(), delayMs).unref()
}

async function look(): Promise<void> {
  if (looking) return void ((timer = undefined), schedule(gatherMs))
  timer = undefined
  looking = true
  const all = everybody || changed.size === 0
  const ids = new Set(changed)
  changed.clear()
  everybody = false
  const affected = [...watches].filter(
    ({ whereabouts: { userId, organizationId } }) => all || ids.has(userId) || ids.has(organizationId),
  )
  try {
    for (let i = 0; i < affected.length; i += atOnce) await tellAbout(affected.slice(i, i + atOnce))
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'standings could not be looked up')
    everybody = true
  } finally {
    looking = false
    if (watches.size > 0) schedule(everybody ? embeddedPollMs : nextPollMs())
  }
}

async function tellAbout(affected: Watch[]): Promise<void> {
  const rows = await readStatuses(affected.map(({ whereabouts }) => whereabouts))
  affected.forEach(({ tell }, i) => tell(toMembershipStatus(rows[i]!)))
}
