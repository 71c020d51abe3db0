// The tab's end of GET /api/session/events. A hidden tab holds no connection, because a browser has few of them for one
// site, and asks as soon as it is looked at again; a stream that ended is opened again, later each time.
import type { MembershipStatus } from '@/lib/membership-status/status'

// A page has better things to load first.
const firstMs = 2_000
const longestMs = 60_000

/** In: the organization, what the page knows, and what to do with news. Out: what stops the watching. */
export function watchMembership(
  organization: string,
  knownVersion: () => string,
  onChange: (membership: MembershipStatus) => void,
) {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const close = () => {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  const openIn = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(open, ms)
  }
  const open = () => {
    if (source || document.hidden) return
    const query = new URLSearchParams({ organization, version: knownVersion() })
    source = new EventSource(`/api/session/events?${query}`)
    source.addEventListener('membership', (event) => {
      failures = 0
      onChange(JSON.parse((event as MessageEvent<string>).data) as MembershipStatus)
    })
    source.addEventListener('error', () => {
      close()
      openIn(Math.min(longestMs, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2))
    })
  }
  const onVisibility = () => (document.hidden ? close() : openIn(0))

  document.addEventListener('visibilitychange', onVisibility)
  openIn(firstMs)
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    close()
  }
}
