// Asks the browser for a passkey. Loaded when it is needed, with the library that knows the browsers.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

export type PasskeyPurpose = 'sign_in' | 'second_factor' | 'confirm' | 'register'

/** Out: the browser's answer as JSON text. `isAutofill`: offers passkeys in the field for the address, without a dialog. */
export async function requestPasskey(purpose: PasskeyPurpose, isAutofill = false): Promise<string> {
  const optionsJSON = await fetchOptions(purpose)
  const answer =
    purpose === 'register'
      ? await startRegistration({ optionsJSON })
      : await startAuthentication({ optionsJSON, useBrowserAutofill: isAutofill })
  return JSON.stringify(answer)
}

async function fetchOptions(purpose: PasskeyPurpose) {
  const response = await fetch('/api/passkeys/options', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ purpose }),
  })
  const body = await response.json()
  if (!response.ok) throw new Refusal(body.detail)
  return body
}

class Refusal extends Error {}

/** What to tell the person. */
export function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return 'This device has a passkey for your account already.'
  if (name === 'NotAllowedError') return 'No passkey was used. Try again, or choose another way.'
  return 'Your browser could not use a passkey here. Choose another way.'
}
