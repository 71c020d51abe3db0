import { createHash } from 'node:crypto'

/**
 * What is stored of the secret of a link, an API key or a cookie: its SHA-256 (FIPS 180-4) in 64 hexadecimal digits. It is fast and
 * unsalted, so it fits secrets with 128 random bits or more. It does not fit passwords; lib/auth/passwords.ts hashes those.
 */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
