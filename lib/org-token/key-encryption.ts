// Encrypts private keys under AUTH_SECRET, so that a copy of the database cannot sign tokens.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { getEnv } from '@/lib/env'

const cipher = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

// RFC 5869: a separate key for each purpose.
const encryptionKey = () => Buffer.from(hkdfSync('sha256', getEnv().AUTH_SECRET, '', 'signing-key-encryption', 32))

/** AES-256-GCM, bound to the key's id: an encrypted key that is moved to another row cannot be decrypted. */
export function encrypt(plaintext: string, kid: string): string {
  const iv = randomBytes(ivLength)
  const sealing = createCipheriv(cipher, encryptionKey(), iv).setAAD(Buffer.from(kid))
  const sealed = Buffer.concat([sealing.update(plaintext, 'utf8'), sealing.final()])
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64url')
}

/** Throws for a key that was encrypted under another AUTH_SECRET or id. */
export function decrypt(ciphertext: string, kid: string): string {
  const bytes = Buffer.from(ciphertext, 'base64url')
  const opening = createDecipheriv(cipher, encryptionKey(), bytes.subarray(0, ivLength))
    .setAAD(Buffer.from(kid))
    .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  try {
    return Buffer.concat([opening.update(bytes.subarray(ivLength + tagLength)), opening.final()]).toString('utf8')
  } catch (cause) {
    throw new Error('A signing key does not open: AUTH_SECRET is not the one that it was made with.', { cause })
  }
}
