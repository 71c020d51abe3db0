// The share of the connections that one organization may use at once: a third, so that its expensive queries delay its
// own members and nobody else. Its other transactions wait for a turn without a connection, and the last ones are
// refused.
import { outage } from './answering'
import { poolSize } from './client'
import { hasLostConnection } from './failures'
import { assertNoScope } from './scope'

const mostRunning = Math.floor(poolSize.tenant / 3)
const mostWaiting = 50
const patienceMs = 5_000
// While its transactions take longer, an organization has one turn, and rests as long as the last one took before the next of a line
// begins: so it keeps at most half of one processor busy. After the first slow one it rests no longer than this, because a database
// that stood still for a moment makes the transactions of all organizations slow once.
const slowMs = 250
const rememberedNames = 5_000

type Line = { running: number; waiting: (() => void)[]; isSlow: boolean; isResting: boolean }
type Found = (organization: string) => void

// By the organization's id; by the name that the caller uses until the access check has told the id.
const lines = new Map<string, Line>()
const idsByName = new Map<string, string>()

/** The name in `idsByName` is not that of the organization any more: start again in the right line. */
class OtherOrganization extends Error {}

/**
 * Runs `work` when it is the organization's turn. In: how the caller names the organization. `work` gets a function for
 * the id that the access check finds: id, slugs and sessions of one organization share its turns. Throws unavailable.
 */
export async function inTurn<T>(name: string, work: (found: Found) => Promise<T>): Promise<T> {
  assertNoScope()
  for (;;) {
    try {
      return await inLine(name, work)
    } catch (error) {
      if (!(error instanceof OtherOrganization)) throw error
    }
  }
}

async function inLine<T>(name: string, work: (found: Found) => Promise<T>): Promise<T> {
  const id = idsByName.get(name) ?? name
  await enter(id)
  const held = [id]
  let wasSlow = lineOf(id).isSlow
  const began = performance.now()
  let isFound = false
  let isLost = false
  const found = (organization: string) => {
    isFound = true
    remember(name, organization)
    if (held.includes(organization)) return
    const line = lineOf(organization)
    if (isBusy(line)) throw new OtherOrganization()
    wasSlow ||= line.isSlow
    line.running++
    held.push(organization)
  }
  try {
    return await work(found)
  } catch (error) {
    isLost = hasLostConnection(error)
    throw error
  } finally {
    // A former member must not wait in the organization's line.
    if (!isFound) idsByName.delete(name)
    // A database that cannot be reached tells nothing about the organization.
    const tookMs = isLost ? 0 : performance.now() - began
    held.forEach((each) => leave(each, tookMs, wasSlow))
  }
}

function remember(name: string, id: string): void {
  if (name === id || idsByName.get(name) === id) return
  if (idsByName.size >= rememberedNames) idsByName.delete(idsByName.keys().next().value!)
  idsByName.set(name, id)
}

function lineOf(id: string): Line {
  const known = lines.get(id)
  if (known) return known
  const line = { running: 0, waiting: [], isSlow: false, isResting: false }
  lines.set(id, line)
  return line
}

async function enter(id: string): Promise<void> {
  const line = lineOf(id)
  if (!isBusy(line)) return void line.running++
  if (line.waiting.length >= mostWaiting) throw outage()
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      line.waiting.splice(line.waiting.indexOf(next), 1)
      reject(outage())
    }, patienceMs)
    const next = () => {
      clearTimeout(timer)
      resolve()
    }
    line.waiting.push(next)
  })
}

const isBusy = (line: Line): boolean => line.isResting || line.running >= (line.isSlow ? 1 : mostRunning)

function leave(id: string, tookMs: number, wasSlow: boolean): void {
  const line = lineOf(id)
  line.isSlow = tookMs > slowMs
  line.running--
  if (!line.isSlow || line.waiting.length === 0) return handOn(id, line)
  line.isResting = true
  const endRest = () => {
    line.isResting = false
    handOn(id, line)
  }
  setTimeout(endRest, wasSlow ? tookMs : slowMs)
}

// The turns that are free go to those who wait longest.
function handOn(id: string, line: Line): void {
  while (line.waiting.length > 0 && !isBusy(line)) {
    line.running++
    line.waiting.shift()!()
  }
  if (line.running === 0 && !line.isResting) lines.delete(id)
}
