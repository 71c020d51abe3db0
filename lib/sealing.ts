// Encrypts what the application must read again, under AUTH_SECRET: a copy of the database alone opens none of it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { getEnv } from '@/lib/env'

const cipher = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

const keys = new Map<string, Buffer>()

/** A key for one purpose (RFC 5869). */
export function keyFor(purpose: string): Buffer {
  const { AUTH_SECRET } = getEnv()
  const name = `${AUTH_SECRET} ${purpose}`
  const key = keys.get(name) ?? Buffer.from(hkdfSync('sha256', AUTH_SECRET, '', purpose, 32))
  keys.set(name, key)
  return key
}

/** AES-256-GCM, bound to the id of its row: a sealed text that is moved to another row cannot be opened. */
export function seal(plaintext: string, purpose: string, id: string): string {
  const iv = randomBytes(ivLength)
  const sealing = createCipheriv(cipher, keyFor(purpose), iv).setAAD(Buffer.from(id))
  const sealed = Buffer.concat([sealing.update(plaintext, 'utf8'), sealing.final()])
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64url')
}

/** Throws for a text that was sealed under another AUTH_SECRET, purpose or id. */
export function unseal(ciphertext: string, purpose: string, id: string): string {
  const bytes = Buffer.from(ciphertext, 'base64url')
  const opening = createDecipheriv(cipher, keyFor(purpose), bytes.subarray(0, ivLength))
    .setAAD(Buffer.from(id))
    .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  return Buffer.concat([opening.update(bytes.subarray(ivLength + tagLength)), opening.final()]).toString('utf8')
}
