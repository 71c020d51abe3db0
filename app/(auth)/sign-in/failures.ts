import { closedSentence } from '@/lib/accounts/sign-up-policy'
import { listProviders } from '@/lib/auth/providers'

const otherwise = 'We couldn’t sign you in. Try again.'

/** In: the code and the provider in the address of the sign-in page. Out: what to tell the person. */
export function failureOf(code: string, id: string | undefined): string {
  const name = listProviders().find((provider) => provider.id === id)?.name ?? 'the provider'
  const sentences = new Map([
    // A code of next-auth.
    ['CredentialsSignin', 'Wrong email or password.'],
    [
      'conflict',
      `There is already an account with the email address that you use at ${name}. Sign in the way you did before, then connect ${name} under Security in your account.`,
    ],
    [
      'email_unverified',
      `${name} hasn’t verified your email address. Verify it there, or sign up here with a password.`,
    ],
    ['sign_up_closed', closedSentence() ?? otherwise],
    ['rate_limited', 'Too many attempts. Try again later.'],
  ])
  return sentences.get(code) ?? otherwise
}
