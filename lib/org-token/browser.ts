// For pages: calls with the token of the organization that the page shows, whatever the session's active one is by then.
// Tokens are held in this tab's memory and nowhere else, fetched once for all who wait, and renewed before they end.
// Nothing here runs on the server.

type Held = { token: string; renewAtMs: number }
type Options = {
  /** Other origins whose backends may see the token; to any other it is never sent. */
  origins?: readonly string[]
  fetch?: typeof fetch
  now?: () => number
}

// A fifth of its life is left for clocks that differ and requests that take long.
const renewAfter = 0.8

type OrgFetch = (path: string | URL, init?: RequestInit) => Promise<Response>

const fetchers = new Map<string, OrgFetch>()

/** `fetch` for one organization, the same for all of a tab. A refused token request is answered as it is. */
export function orgFetch(organization: string): OrgFetch {
  const known = fetchers.get(organization)
  if (known) return known
  const made = makeOrgFetch(organization)
  fetchers.set(organization, made)
  return made
}

/** A fetcher with tokens of its own. A call that is refused for its token is repeated once with a new one. */
export function makeOrgFetch(
  organization: string,
  { origins = [], fetch: send = fetch, now = Date.now }: Options = {},
) {
  const hold = holdToken(organization, send, now)
  return async (path: string | URL, init: RequestInit = {}): Promise<Response> => {
    const { href, origin } = new URL(path, location.href)
    const isOurs = origin === location.origin
    if (!isOurs && !origins.includes(origin)) throw new TypeError(`The token is not for ${origin}.`)
    const attempt = (token: string) => {
      const headers = new Headers(init.headers)
      headers.set('authorization', `Bearer ${token}`)
      if (isOurs) headers.set('x-organization', organization)
      return send(href, { ...init, headers })
    }
    const held = await hold()
    if (held instanceof Response) return held.clone()
    const answer = await attempt(held.token)
    if (answer.status !== 401) return answer
    const repaired = await hold(held.token)
    return repaired instanceof Response ? repaired.clone() : attempt(repaired.token)
  }
}

function holdToken(organization: string, send: typeof fetch, now: () => number) {
  let held: Held | undefined
  let asking: Promise<Held | Response> | undefined

  const ask = async (): Promise<Held | Response> => {
    held = undefined
    const answer = await send('/api/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ organization }),
    })
    if (!answer.ok) return answer
    const { access_token: token, expires_in: seconds } = await answer.json()
    return (held = { token, renewAtMs: now() + seconds * 1000 * renewAfter })
  }

  return async (refused?: string): Promise<Held | Response> => {
    if (held && held.token !== refused && held.renewAtMs > now()) return held
    asking ??= ask().finally(() => (asking = undefined))
    return asking
  }
}
