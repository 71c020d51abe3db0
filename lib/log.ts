// Structured logs on standard output. Never log a body, a header, a token or an address: name the fields that you log.
import { pino } from 'pino'
import { getEnv } from '@/lib/env'

export const log = pino({ level: getEnv().LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime })

// Invitation links contain their secret in the path. No id is as long as a secret.
const secrets = /(?<=^\/api\/invitations\/)[^/]+|(?<=\/)[^/]{40,}/g

/**
 * Every defect passes here: what is thrown and not expected, in requests, pages and jobs. A fork with an error tracker calls it here.
 * `about`: such as `request_id`; never a body, a header, a token or an address.
 */
export const reportError = (error: unknown, about: Record<string, unknown>): void =>
  log.error({ ...about, err: error }, 'unexpected error')

/** In: the URL of a request. Out: its path without secrets, for the log. */
export const loggedPath = (url: string): string => new URL(url).pathname.replace(secrets, '[hidden]')
