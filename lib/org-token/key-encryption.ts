// Encrypts private keys under AUTH_SECRET, so that a copy of the database cannot sign tokens.
import { seal, unseal } from '@/lib/sealing'

const purpose = 'signing-key-encryption'

/** Bound to the key's id. */
export const encrypt = (plaintext: string, kid: string): string => seal(plaintext, purpose, kid)

/** Throws for a key that was encrypted under another AUTH_SECRET or id. */
export function decrypt(ciphertext: string, kid: string): string {
  try {
    return unseal(ciphertext, purpose, kid)
  } catch (cause) {
    throw new Error('A signing key does not open: AUTH_SECRET is not the one that it was made with.', { cause })
  }
}
