// The Content-Security-Policy of pages, for middleware.ts and signed-in-pages.ts.
import { getEnv } from '@/lib/env'

/** Out: a policy with a fresh nonce. Next gives the nonce to its scripts when the request's headers contain the policy. */
export function newPagePolicy(): string {
  const nonce = btoa(crypto.randomUUID())
  const development = getEnv().NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    development ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}
