// Where to go after signing in: a page of ours, whatever was asked for. The measured traps (//host, /\host, tabs, blob:,
// /..//host) all fall to one rule: parse against a base of our own, compare the origin, refuse a path that starts with //.
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
