// Errors of the OAuth endpoints: the codes of RFC 6749, section 5.2, RFC 7009, section 2.2.1, and RFC 8693, section
// 2.2.2, with the status that each requires.
import { AppError } from '@/lib/errors'

const statuses = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_scope: 400,
  invalid_target: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  rate_limited: 429,
  server_error: 500,
  temporarily_unavailable: 503,
} as const

type OAuthErrorCode = keyof typeof statuses

type Details = { status?: number; retryAfterSeconds?: number | undefined; cause?: unknown }

/** Thrown by the code that owns the rule; translated only by lib/oauth/endpoint.ts. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined

  constructor(
    readonly code: OAuthErrorCode,
    description: string,
    { status = statuses[code], retryAfterSeconds, cause }: Details = {},
  ) {
    super(description, { cause })
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** In: the thrown value. Out: the client's error; a defect is answered without its message. */
export function toOAuthError(thrown: unknown): OAuthError {
  if (thrown instanceof OAuthError) return thrown
  if (!(thrown instanceof AppError))
    return new OAuthError('server_error', 'Something went wrong on our side.', { cause: thrown })
  const { message, status, retryAfterSeconds, cause } = thrown
  if (status === 429) return new OAuthError('rate_limited', message, { retryAfterSeconds })
  if (status === 503) return new OAuthError('temporarily_unavailable', message, { retryAfterSeconds, cause })
  if (status === 500) return new OAuthError('server_error', message, { cause })
  return new OAuthError('invalid_request', message, { status })
}
