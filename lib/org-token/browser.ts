// Calls from pages with the token of the page's organization, whichever organization is active in the session by then.
// Tokens are kept only in this tab's memory, fetched once for simultaneous calls, and renewed before they expire.
// Nothing here runs on the server.

type Held = { token: string; renewAtMs: number }
type Options = {
  /** The audience of the tokens; by default the issuer's. */
  audience?: string | undefined
  /** Other origins that may receive the token; it is sent to no others. */
  origins?: readonly string[]
  fetch?: typeof fetch
  now?: () => number
}

// Renew after this part of the lifetime: the rest allows for different clocks and slow requests.
const renewAfter = 0.8

type OrgFetch = (path: string | URL, init?: RequestInit) => Promise<Response>

type Fetcher = OrgFetch & {
  renew: () => void
  /** The token that calls are sent with now, or the answer that refused one. */
  token: () => Promise<string | Response>
}

const fetchers = new Map<string, Map<string | undefined, Fetcher>>()

/**
 * `fetch` with a token of the organization, given by id or slug, for the audience; one instance per tab. A refused token
 * request is returned as the answer.
 */
export function orgFetch(organization: string, audience?: string): Fetcher {
  const ofOrganization = fetchers.get(organization) ?? new Map<string | undefined, Fetcher>()
  const fetcher = ofOrganization.get(audience) ?? makeOrgFetch(organization, { audience })
  fetchers.set(organization, ofOrganization.set(audience, fetcher))
  return fetcher
}

/**
 * Drops an organization's tokens, under its id and all slugs that the page knows, so that the next call gets a new one.
 * Call it when the membership changed: a backend that verifies offline answers 403 for permissions that the old token
 * lacks, and only a 401 renews the token here.
 */
export function renewTokens(...names: string[]): void {
  for (const fetcher of names.flatMap((name) => [...(fetchers.get(name)?.values() ?? [])])) fetcher.renew()
}

/** Makes a fetcher with its own tokens. A call that is answered with 401 is repeated once with a new token. */
export function makeOrgFetch(
  organization: string,
  { audience, origins = [], fetch: send = fetch, now = Date.now }: Options = {},
): Fetcher {
  const { hold, renew } = holdToken({ organization, audience }, send, now)
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
  const token = async () => {
    const held = await hold()
    return held instanceof Response ? held.clone() : held.token
  }
  return Object.assign(call, { renew, token })
}

function holdToken(
  wanted: { organization: string; audience: string | undefined },
  send: typeof fetch,
  now: () => number,
) {
  let held: Held | undefined
  let asking: Promise<Held | Response> | undefined

  // A token requested before `renew` may have outdated permissions: waiting calls use it, but it is not kept.
  let renewals = 0

  const ask = async (): Promise<Held | Response> => {
    const asked = renewals
    held = undefined
    const answer = await send('/api/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted),
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
