// Links of invitations in the states that their page has, made as programs make them.
import { expect, signInByRequest, unique } from './fixtures'
import type { APIRequestContext } from '@playwright/test'

type NewestMail = (to: string) => Promise<{ subject: string; text: string }>

export const linkIn = ({ text }: { text: string }): string => /\/invitations\/[\w-]{43}/.exec(text)![0]

/** Signed in as one of the demo, in an organization of its own that can be ended. Mutations come from our own origin. */
async function founder(request: APIRequestContext, origin: string) {
  await signInByRequest(request, 'olga@example.com')
  const call = async (method: string, path: string, data?: object) => {
    const response = await request.fetch(path, { method, headers: { origin }, ...(data && { data }) })
    expect(response.ok(), `${method} ${path}: ${response.status()}`).toBe(true)
    return response.status() === 204 ? undefined : response.json()
  }
  await call('POST', '/api/organizations', { name: 'Short-lived Ltd', slug: unique('short-lived') })
  return call
}

/** Out: the path of a link for each state that needs nobody signed in. */
export async function linksByState(request: APIRequestContext, origin: string, newestMail: NewestMail) {
  const call = await founder(request, origin)
  const invite = async () => {
    const email = `${unique('state')}@example.com`
    const { id } = await call('POST', '/api/v1/invitations', { email, role: 'viewer' })
    return { id, path: linkIn(await newestMail(email)) }
  }
  const [fresh, revoked] = [await invite(), await invite()]
  await call('DELETE', `/api/v1/invitations/${revoked.id}`)
  const endOrganization = () => call('DELETE', '/api/v1/organization')
  return { fresh: fresh.path, revoked: revoked.path, endOrganization }
}
