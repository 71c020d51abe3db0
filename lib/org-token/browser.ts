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

type Fetcher = OrgFetch & { renew: () => void }

const fetchers = new Map<string, Fetcher>()

/** `fetch` for one organization, by id or slug, the same for all of a tab. A refused token request is answered as it is. */
export function orgFetch(organization: string): OrgFetch {
  const known = fetchers.get(organization)
  if (known) return known
  const made = makeOrgFetch(organization)
  fetchers.set(organization, made)
  return made
}

/**
 * Lets the next call in an organization have a new token, by all its names: its id, and every slug that a page knows. To be
 * called when the person's standing has changed: whoever verifies offline refuses with 403 what an old token does not
 * allow yet, and only a 401 is repaired here.
 */
export function renewTokens(...names: string[]): void {
  for (const name of names) fetchers.get(name)?.renew()
}

/** A fetcher with tokens of its own. A call that is refused for its token is repeated once with a new one. */
export function makeOrgFetch(
  organization: string,
  { origins = [], fetch: send = fetch, now = Date.now }: Options = {},
): Fetcher {
  const { hold, renew } = holdToken(organization, send, now)
  const call = async (path: string | URL, init: RequestInit = {}): Promise<Response> => {
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
  return Object.assign(call, { renew })
}

function holdToken(organization: string, send: typeof fetch, now: () => number) {
  let held: Held | undefined
  let asking: Promise<Held | Response> | undefined

  // What was asked for before a renewal may still say what was true then: it is used by whoever waited, and not kept.
  let renewals = 0

  const ask = async (): Promise<Held | Response> => {
    const asked = renewals
    held = undefined
    const answer = await send('/api/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ organization }),
    })
    if (!answer.ok) return answer
    const { access_token: token, expires_in: seconds } = await answer.json()
    const answered = { token, renewAtMs: now() + seconds * 1000 * renewAfter }
    if (asked === renewals) held = answered
    return answered
  }

  const hold = (refused?: string): Promise<Held | Response> => {
    if (held && held.token !== refused && held.renewAtMs > now()) return Promise.resolve(held)
    if (asking) return asking
    const asked = ask().finally(() => asking === asked && (asking = undefined))
    return (asking = asked)
  }
  const renew = () => {
    renewals++
    held = asking = undefined
  }
  return { hold, renew }
}
