import { closedSentence } from '@/lib/accounts/sign-up-policy'
import { listProviders } from '@/lib/auth/providers'

const otherwise = 'Signing in did not work. Try again.'

/** In: the code and the provider in the address of the sign-in page. Out: what to tell the person. */
export function failureOf(code: string, id: string | undefined): string {
  const name = listProviders().find((provider) => provider.id === id)?.name ?? 'the provider'
  const sentences = new Map([
    // A code of next-auth.
    ['CredentialsSignin', 'Email or password is wrong.'],
    [
      'conflict',
      `The address of your account at ${name} has an account here. Sign in as you did before, then connect ${name} on the page of your account, under Security.`,
    ],
    [
      'email_unverified',
      `${name} does not say that your email address there is verified. Verify it there, or sign up here with a password.`,
    ],
    ['sign_up_closed', closedSentence() ?? otherwise],
    ['rate_limited', 'Too many attempts. Try again later.'],
  ])
  return sentences.get(code) ?? otherwise
}
