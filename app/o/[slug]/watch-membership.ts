// The client of GET /api/session/events. A hidden tab closes its connection, because a browser has only a few per site, and
// reconnects when it becomes visible. A stream that ended is opened again after a growing delay.
import type { MembershipStatus } from '@/lib/membership-status/status'

/** Sent to the window when something happened in the organization. */
export const activityEvent = 'org:activity'

// The page's own resources should load first.
const firstMs = 2_000
const longestMs = 60_000

/** In: the organization, the version that the page shows, and a callback for changes. Out: a function that stops watching. */
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
    source.addEventListener('open', () => (failures = 0))
    source.addEventListener('membership', (event) => {
      onChange(JSON.parse((event as MessageEvent<string>).data) as MembershipStatus)
    })
    source.addEventListener('activity', () => dispatchEvent(new Event(activityEvent)))
    source.addEventListener('error', () => {
      // The server refused; a lost connection would be opened again by the browser.
      const isRefused = source?.readyState === EventSource.CLOSED
      close()
      openIn(Math.min(longestMs, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2))
      if (isRefused) void isSignedOut().then((ended) => ended && onChange({ status: 'signed_out' }))
    })
  }
  const isSignedOut = () =>
    fetch('/api/account').then(
      ({ status }) => status === 401,
      () => false,
    )
  const onVisibility = () => (document.hidden ? close() : openIn(0))

  document.addEventListener('visibilitychange', onVisibility)
  openIn(firstMs)
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    close()
  }
}
