// TypeIDs for rows that need their id before they are inserted, like those of the SQL function type_id().
import { randomBytes } from 'node:crypto'

const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/** In: the prefix, such as `org`. Out: the prefix and a UUIDv7 (RFC 9562) in Crockford's base32, 26 characters. */
export function newTypeId(kind: string): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  let rest = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (let i = 0; i < 26; i++, rest >>= 5n) text = digits[Number(rest & 31n)]! + text
  return `${kind}_${text}`
}
