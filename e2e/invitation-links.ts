// Links of invitations in each state that their page shows, created through the API.
import { expect, signInByRequest, unique } from './fixtures'
import type { APIRequestContext } from '@playwright/test'

type NewestMail = (to: string) => Promise<{ subject: string; text: string }>

export const linkIn = ({ text }: { text: string }): string => /\/invitations\/[\w-]{43}/.exec(text)![0]

/** Signed in as a demo account, in a new organization that can be deleted. Mutations come from the application's own origin. */
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

/** Out: the path of a link for each state that is visible without signing in. */
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
