// Shared helpers of the OAuth tests: API keys of a member, and form posts.
import { POST as tokenRoute } from '@/app/api/oauth/token/route'
import { createApiKey } from '@/lib/api-keys/commands'
import type { Permission } from '@/lib/permissions/catalogue'
import type { OrgContext } from '@/lib/db/session'
import { getEnv } from '@/lib/env'
import { arrivalMark, clientAddressHeader } from '@/lib/requests/trust'
import { send } from './fixtures'

export type Key = { id: string; secret: string }

export async function createKey(
  ctx: OrgContext,
  scope: { role?: string; permissions?: Permission[] } = { role: 'viewer' },
) {
  const { key, secret } = await createApiKey(ctx, { name: 'Nightly export', ...scope })
  return { id: key.id, secret }
}

/** The credentials as form fields. */
export const inForm = ({ id, secret }: Key) => ({ client_id: id, client_secret: secret })

/** The credentials as a Basic authorization header. */
export const basic = ({ id, secret }: Key) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
})

/** The client address header, as lib/requests/harden.ts sets it. */
export const fromAddress = (address: string) => ({ [clientAddressHeader]: `${arrivalMark()}${address}` })

type Fields = Record<string, string> | [string, string][]

/** Posts a form to a handler of app/api/oauth. Out: status, headers and body. */
export const postForm = (handler: typeof tokenRoute, fields: Fields, headers: Record<string, string> = {}) =>
  send(
    handler,
    new Request(new URL('/api/oauth', getEnv().APP_URL), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    }),
  )

/** A token of the key, by client_credentials. */
export async function tokenOf(key: Key): Promise<string> {
  const answer = await postForm(tokenRoute, { grant_type: 'client_credentials', ...inForm(key) })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body.access_token
}
