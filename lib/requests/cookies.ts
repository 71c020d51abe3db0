// What all our cookies have in common, and the cookies of a request and of a Response, for code that has no access to Next's jar.
import { getEnv } from '@/lib/env'

/**
 * Out: the name and options of a cookie for the whole site; `maxAge` in seconds. Over https its name begins with __Host-,
 * which forbids a Domain, another path and plain http (RFC 6265bis).
 */
export function hostCookie(name: string, maxAge: number) {
  const secure = getEnv().APP_URL.startsWith('https:')
  return {
    name: secure ? `__Host-${name}` : name,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge },
  } as const
}

type CookieOptions = { httpOnly: boolean; sameSite: 'lax'; path: string; secure: boolean; maxAge: number }

/** A cookie of the request, undefined without it. Of several with the name the last, as in Next's jar, which pages read. */
export function readCookie(headers: Headers, name: string): string | undefined {
  const pairs = (headers.get('cookie') ?? '').split(/; */)
  return pairs.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** A Set-Cookie header. The value must need no encoding. */
export const cookieHeader = (name: string, value: string, options: CookieOptions): string =>
  [
    `${name}=${value}`,
    `Path=${options.path}`,
    `Max-Age=${options.maxAge}`,
    ...(options.httpOnly ? ['HttpOnly'] : []),
    'SameSite=Lax',
    ...(options.secure ? ['Secure'] : []),
  ].join('; ')
