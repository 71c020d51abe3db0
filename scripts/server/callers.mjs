// Who sends a request, as far as it can be told before it is answered: the organization that the application found for the same
// credential before, else the client's network. Nothing that a client merely claims is believed: with made-up credentials it would
// have as many lanes as it likes.
import { createHash } from 'node:crypto'

const remembered = 5_000
// Of several with the name the last, as the application reads them.
const sessionCookie = /^(?:.*;\s*)?(?:__Host-)?session=([^;]+)/

export function createCallers() {
  const organizations = new Map()

  return {
    /**
     * Out: the name of the lane of a request; `learn`, to call with the organization that the application has found; and `forget`, to
     * call when it has found none.
     */
    identify(request) {
      const credential = credentialOf(request)
      const learn = (organization) => {
        if (!credential || organizations.get(credential) === organization) return
        if (organizations.size >= remembered) organizations.delete(organizations.keys().next().value)
        organizations.set(credential, organization)
      }
      const forget = () => organizations.delete(credential)
      return { lane: organizations.get(credential) ?? networkOf(request), learn, forget }
    },
  }
}

// A browser works in several organizations: the one of the page or of the tab is part of the name.
function credentialOf({ headers, url }) {
  if (headers.authorization) return hash(headers.authorization)
  const [, session] = sessionCookie.exec(headers.cookie ?? '') ?? []
  const [, slug] = /^\/o\/([^/?]+)/.exec(url) ?? []
  return session && hash(`${session} ${slug ?? headers['x-organization'] ?? ''}`)
}

// lib/requests/harden.ts has set it. One person may own a whole network of IPv6, and would have as many lanes as addresses.
export const networkOf = (request) => request[Symbol.for('client-network')] ?? request.socket.remoteAddress

const hash = (text) => createHash('sha256').update(text).digest('base64url')
