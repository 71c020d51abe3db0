// Client authentication: an API key with its secret, by Basic authentication or in the form (RFC 6749, section 2.3.1).
// Unknown keys, wrong secrets and keys that have ended get the same answer after the same work: one statement that
// looks for both halves. Text that cannot be a secret is refused before that.
import { looksLikeSecret } from '@/lib/api-keys/secret'
import { hashSecret } from '@/lib/auth/hash-secret'
import type { KeyProof } from '@/lib/db/with-credential'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { consume } from '@/lib/requests/rate-limits'
import { OAuthError } from './errors'
import type { OAuthCall } from './endpoint'

type Credentials = { id: string; secret: string }

const keyIdShape = /^key_[0-9a-hjkmnp-tv-z]{26}$/

/**
 * Runs `work` for the client of the call. `work` throws invalid_token for a wrong key, which counts as a failure of the
 * network and of the key; past the limit only failures are answered with rate_limited. A right secret has 256 bits and
 * cannot be guessed, and a client that shares a network or proxy with a program must not be able to lock it out. Throws
 * invalid_client, invalid_request, rate_limited.
 */
export async function asClient<T>(call: OAuthCall, work: (key: KeyProof) => Promise<T>): Promise<T> {
  const { id, secret } = readCredentials(call)
  try {
    if (!keyIdShape.test(id) || !looksLikeSecret(secret)) throw new AppError('invalid_token')
    return await work({ id, secretHash: hashSecret(secret) })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_token') throw error
    log.warn({ ip: call.origin.ip }, 'a client was refused')
    await consume('oauth_failures_by_network', call.network)
    await consume('oauth_failures_by_client_and_network', `${call.network} ${id}`)
    throw new OAuthError('invalid_client', 'The client id or secret is wrong, or the API key has ended.', {
      cause: error,
    })
  }
}

function readCredentials({ authorization, form }: Pick<OAuthCall, 'authorization' | 'form'>): Credentials {
  const id = form.get('client_id')
  const secret = form.get('client_secret')
  if (authorization === null) {
    if (id && secret) return { id, secret }
    throw new OAuthError('invalid_client', 'Send client_id and client_secret, by Basic authentication or in the form.')
  }
  const shown = readBasic(authorization)
  // A client must use one method only; its id alone may also be in the form.
  if (secret !== undefined || (id !== undefined && id !== shown.id))
    throw new OAuthError('invalid_request', 'Authenticate either by the header or in the form.')
  return shown
}

function readBasic(authorization: string): Credentials {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? []
  const [, id, secret] = /^([^:]+):(.+)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? []
  if (!id || !secret)
    throw new OAuthError('invalid_client', 'Send client_id and client_secret by Basic authentication.')
  return { id: decodeForm(id), secret: decodeForm(secret) }
}

// Id and secret are form-encoded before they are joined.
function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (cause) {
    throw new OAuthError('invalid_client', 'The Basic credentials are not form-encoded.', { cause })
  }
}
