// Where to go after signing in: only to a page of this application. One rule covers the known attacks (//host, /\host,
// tabs, blob:, /..//host): parse against our own base, compare the origin, and refuse a path that starts with //.
import { getEnv } from '@/lib/env'

export const defaultReturnPath = '/'
const notAPage = /^\/(api|_next|\.well-known|sign-in|sign-up|dev)(\/|$)/

/** In: a URL or path from outside. Out: a path on our origin; `/` for anything else. */
export function safeReturnPath(input: unknown): string {
  const { APP_URL } = getEnv()
  if (typeof input !== 'string' || input.length > 2048 || !/^(\/|https?:)/.test(input)) return defaultReturnPath
  if (!URL.canParse(input, APP_URL)) return defaultReturnPath
  const url = new URL(input, APP_URL)
  const path = `${url.pathname}${url.search}`
  const ours = url.origin === APP_URL && /^https?:$/.test(url.protocol)
  return ours && !path.startsWith('//') && !path.includes('\\') && !notAPage.test(url.pathname)
    ? path
    : defaultReturnPath
}
