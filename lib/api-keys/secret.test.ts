import { describe, expect, it } from 'vitest'
import { hashSecret } from '@/lib/auth/hash-secret'
import { apiKeyPrefix } from '@/lib/config'
import { createSecret, looksLikeSecret } from './secret'

describe('the secret of an API key', () => {
  it('has a prefix for scanners, 256 random bits and a checksum', () => {
    const made = Array.from({ length: 200 }, createSecret)
    for (const { secret, secretHash, prefix } of made) {
      expect(secret).toMatch(new RegExp(`^${apiKeyPrefix}[0-9A-Za-z]{49}$`))
      expect(secretHash).toBe(hashSecret(secret))
      expect(secretHash).toMatch(/^[0-9a-f]{64}$/)
      expect(secret.startsWith(prefix)).toBe(true)
      expect(prefix).toHaveLength(apiKeyPrefix.length + 4)
      expect(looksLikeSecret(secret)).toBe(true)
    }
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(200)
  })

  it('is recognized by its checksum', () => {
    const { secret } = createSecret()
    for (let at = apiKeyPrefix.length; at < secret.length; at++) {
      const other = secret[at] === 'a' ? 'b' : 'a'
      expect(looksLikeSecret(secret.slice(0, at) + other + secret.slice(at + 1))).toBe(false)
    }
    for (const text of [
      '',
      apiKeyPrefix,
      `${secret} `,
      ` ${secret}`,
      `${secret}\n`,
      secret.slice(1),
      secret.toUpperCase(),
    ])
      expect(looksLikeSecret(text)).toBe(false)
  })

  it('uses the checksum that scanners compute: CRC-32 in base62', () => {
    expect(looksLikeSecret(`${apiKeyPrefix}${'0'.repeat(43)}2CZclj`)).toBe(true)
  })
})
