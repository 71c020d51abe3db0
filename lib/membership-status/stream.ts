// Server-sent events about the caller's membership in one organization, and of activity there for those who may read the audit log. A
// stream tells of the membership only when the page's version is outdated. It holds no database connection, and it is closed when the
// server stops, which would otherwise wait for it.
import type { UserContext } from '@/lib/db/session'
import { readStatuses } from '@/lib/db/authorize'
import { AppError } from '@/lib/errors'
import { toMembershipStatus, type MembershipStatus } from './status'
import { watch } from './watch'

const heartbeatMs = 25_000
const perSession = 10
const perPerson = 50
const retryAfterSeconds = 30

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform, because compression would buffer the events.
  'cache-control': 'private, no-store, no-transform',
  'x-accel-buffering': 'no',
}

// By session and by person.
const open = new Map<string, Set<() => void>>()

const countOf = (id: string): number => open.get(id)?.size ?? 0

type Subscription = { organization: string; version: string }

/**
 * In: the organization of a page, and the version that the page was rendered with. Out: the stream. Throws
 * rate_limited.
 */
export async function openStatusStream(ctx: UserContext, { organization, version }: Subscription, request: Request) {
  if (request.method === 'HEAD') return new Response(null, { headers })
  const { userId, sessionId, cookieVersion } = ctx
  if (countOf(sessionId) >= perSession || countOf(userId) >= perPerson)
    throw new AppError('rate_limited', { retryAfterSeconds })
  let isEnded = false
  let end = () => {
    isEnded = true
    forget(ctx, stop)
  }
  const stop = () => end()
  // Count before the query, so that simultaneous requests cannot exceed the limit.
  remember(ctx, stop)
  const [row] = await readStatuses([{ userId, sessionId, cookieVersion, organization }]).catch((error: unknown) => {
    stop()
    throw error
  })
  if (isEnded) throw new AppError('unavailable')
  // From here on the session is read by its id: a confirmation replaces the cookie of every open page.
  const organizationId = row!.organization_id ?? organization
  const watched = { userId, sessionId, cookieVersion: null, organization, organizationId }
  const encoder = new TextEncoder()
  let known = version
  let canceled = false
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const report = (membership: MembershipStatus) => {
        if (membership.status === 'member' && membership.version === known) return
        known = membership.status === 'member' ? membership.version : ''
        send(`event: membership\ndata: ${JSON.stringify(membership)}\n\n`)
        if (membership.status !== 'member') end()
      }
      const heartbeat = setInterval(() => send(': \n\n'), heartbeatMs).unref()
      const unwatch = watch(watched, report, () => send('event: activity\ndata: {}\n\n'))
      end = () => {
        end = () => {}
        clearInterval(heartbeat)
        unwatch()
        forget(ctx, stop)
        if (!canceled) controller.close()
      }
      request.signal.addEventListener('abort', stop)
      send(': open\n\n')
      report(toMembershipStatus(row!))
      if (request.signal.aborted) stop()
    },
    cancel: () => {
      canceled = true
      end()
    },
  })
  return new Response(body, { headers })
}

function remember({ sessionId, userId }: UserContext, stop: () => void): void {
  for (const id of [sessionId, userId]) open.set(id, (open.get(id) ?? new Set()).add(stop))
}

function forget({ sessionId, userId }: UserContext, stop: () => void): void {
  for (const id of [sessionId, userId]) {
    open.get(id)?.delete(stop)
    if (countOf(id) === 0) open.delete(id)
  }
}

/** Ends every stream. Browsers reconnect by themselves, to another server if this one stops. */
export function endStatusStreams(): void {
  for (const streams of [...open.values()]) for (const stop of [...streams]) stop()
}

// scripts/server/front.mjs calls it when it accepts no more connections: before, browsers would come back to this server.
Object.assign(globalThis, { [Symbol.for('end-streams')]: endStatusStreams })
