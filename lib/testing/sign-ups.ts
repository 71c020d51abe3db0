// Shared helpers of the tests of accounts: clients with a network of their own, sign-ups, and the mails that they cause.
import { POST as signUpRoute } from '@/app/api/sign-up/route'
import { GET as mailRoute } from '@/app/api/dev/mail/route'
import { expect } from 'vitest'
import { signIn } from '@/lib/accounts/sessions'
import { arrivalMark, clientAddressHeader } from '@/lib/requests/trust'
import { apiRequest, send, uniqueEmail } from './fixtures'

export const password = 'correct horse battery'

/** Headers of a client with its own network address, so that tests do not use up each other's limits. */
let clients = 0
export const fromSomewhere = () => ({
  [clientAddressHeader]: `${arrivalMark()}10.1.${(clients / 250) | 0}.${clients++ % 250}`,
})

export const post = (handler: typeof signUpRoute, body: unknown, headers: Record<string, string> = fromSomewhere()) =>
  send(handler, apiRequest('POST', '/', body, headers))

export async function mailsTo(email: string) {
  const { body } = await send(mailRoute, apiRequest('GET', `/api/dev/mail?to=${encodeURIComponent(email)}`))
  return body.data as { to: string; subject: string; text: string; html: string; sent_at: string }[]
}

export async function tokenMailedTo(email: string): Promise<string> {
  const [newest] = await mailsTo(email)
  return /token=([\w-]{43})/.exec(newest!.text)![1]!
}

/** A sign-up through the API. Out: the address, the password and the secret of the mailed link. */
export async function signedUp({ name = 'Jo', email = uniqueEmail(), chosen = password } = {}) {
  expect((await post(signUpRoute, { name, email, password: chosen })).status).toBe(202)
  return { email, password: chosen, token: await tokenMailedTo(email) }
}

export const trySignIn = (email: string, typed = password) =>
  signIn({ email, password: typed }, new Headers(fromSomewhere()))
