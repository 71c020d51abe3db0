// Values that a browser keeps for us in a cookie: encrypted and signed, for one purpose, and for a limited time.
import { decode, encode } from 'next-auth/jwt'
import { getEnv } from '@/lib/env'

/** Out: the value of a cookie. */
export const seal = (purpose: string, token: Record<string, string>, seconds: number): Promise<string> =>
  encode({ token, secret: getEnv().AUTH_SECRET, maxAge: seconds, salt: purpose })

/** Out: what was sealed for the purpose, or null for a value that is absent, forged, malformed or expired. */
export async function unseal(purpose: string, value: string | undefined): Promise<Record<string, unknown> | null> {
  if (!value || value.length > 4096) return null
  return decode({ token: value, secret: getEnv().AUTH_SECRET, salt: purpose }).catch(() => null)
}
