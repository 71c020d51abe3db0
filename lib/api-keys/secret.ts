// The secret of an API key: a prefix for secret scanners, 256 random bits, and a checksum that rejects mistyped secrets
// without a query. Only its SHA-256 is stored.
import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { hashSecret } from '@/lib/auth/hash-secret'
import { apiKeyPrefix } from '@/lib/config'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const randomByteCount = 32
const randomLength = 43
const checksumLength = 6

/** Characters after the prefix that lists show: enough to tell keys apart, too few to help guessing. */
const shownLength = 4

const shape = new RegExp(`^${apiKeyPrefix}([0-9A-Za-z]{${randomLength}})([0-9A-Za-z]{${checksumLength}})$`)

/** A new secret. Out: the secret, its hash to store, and the first characters, which lists show. */
export function createSecret() {
  const random = toBase62(BigInt(`0x${randomBytes(randomByteCount).toString('hex')}`), randomLength)
  const secret = `${apiKeyPrefix}${random}${checksumOf(random)}`
  return { secret, secretHash: hashSecret(secret), prefix: secret.slice(0, apiKeyPrefix.length + shownLength) }
}

/** True if the text has the form and the checksum of a secret. Only the database knows whether the key exists. */
export function looksLikeSecret(text: string): boolean {
  const [, random, checksum] = shape.exec(text) ?? []
  return random !== undefined && checksum === checksumOf(random)
}

const checksumOf = (random: string): string => toBase62(BigInt(crc32(random)), checksumLength)

function toBase62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)]! + text
  return text
}
