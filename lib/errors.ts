// Every error that a user or client can see: one table of code -> status -> sentence. The codes are a stable part of
// the API. Any error that is not an AppError is a defect, answered as `internal_error` without its message.
const refusals = {
  invalid_request: [400, 'The request could not be read.'],
  unauthenticated: [401, 'Sign in to continue.'],
  invalid_token: [401, 'The access token is invalid, expired or revoked.'],
  invalid_credentials: [401, 'Wrong email or password.'],
  second_factor_pending: [401, 'Confirm with your second factor to finish signing in.'],
  insufficient_permissions: [403, 'Your role does not allow this.'],
  email_unverified: [403, 'Verify your email address first.'],
  wrong_account: [403, 'This invitation was sent to another address.'],
  role_built_in: [403, 'A built-in role can’t be changed. Duplicate it and change the copy.'],
  reauth_required: [403, 'Confirm that it’s you. You signed in too long ago for this.'],
  sign_up_closed: [403, 'You need an invitation to create an account.'],
  second_factor_required: [403, 'This organization requires a second factor. Set one up in your account first.'],
  password_required: [403, 'Enter the password of the account that the link was mailed for.'],
  cross_origin: [403, 'This request came from another site.'],
  not_found: [404, 'This doesn’t exist, or you don’t have access to it.'],
  method_not_allowed: [405, 'This address doesn’t support that method.'],
  conflict: [409, 'This conflicts with something that already exists.'],
  slug_taken: [409, 'This slug is taken. Choose another.'],
  already_member: [409, 'This person is already a member.'],
  already_invited: [409, 'This address already has a pending invitation.'],
  last_owner: [409, 'An organization needs at least one owner. Make another member an owner first.'],
  already_member_elsewhere: [409, 'This person already belongs to another organization.'],
  last_way_in: [409, 'This is your only way to sign in. Add another one first.'],
  role_in_use: [409, 'Members still have this role. Give them another role first.'],
  no_active_organization: [409, 'Choose an organization first.'],
  organization_mismatch: [409, 'The page is in another organization than this request. Reload it and try again.'],
  link_expired: [410, 'This link has expired or was already used. Request a new one.'],
  code_expired: [410, 'This code has expired or was already used, or there were too many attempts. Request a new one.'],
  transfer_ended: [410, 'This offer has ended. Ask the owner for a new one.'],
  invitation_accepted: [410, 'This invitation was already accepted.'],
  invitation_declined: [410, 'This invitation was declined.'],
  invitation_revoked: [410, 'This invitation was revoked. Request a new invitation.'],
  invitation_expired: [410, 'This invitation has expired. Request a new invitation.'],
  organization_deleted: [410, 'The organization that invited you was deleted.'],
  precondition_failed: [412, 'This has changed since you loaded it. Look at what is saved now, then decide.'],
  body_too_large: [413, 'The body is larger than 64 KiB.'],
  unsupported_media_type: [415, 'Send application/json.'],
  validation_failed: [422, 'Some fields need your attention.'],
  invalid_email: [422, 'Enter an email address like name@example.com.'],
  slug_reserved: [422, 'This slug is reserved. Choose another.'],
  rate_limited: [429, 'Too many attempts. Try again later.'],
  internal_error: [500, 'Something went wrong on our side.'],
  unavailable: [503, 'We are overloaded or restarting. Try again in a moment.'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof refusals

/** Status and sentence of a code, for the description of the API. */
export const errorOf = (code: ErrorCode): { status: number; sentence: string } => {
  const [status, sentence] = refusals[code]
  return { status, sentence }
}

/** One invalid field: `path` as in the input, such as `a.0.b`; `message` says what to do. */
export type FieldError = { path: string; message: string }

type Details = {
  detail?: string
  errors?: FieldError[]
  retryAfterSeconds?: number
  /** What was refused, for the audit log; by default the needed permission. */
  refused?: { type: string; id: string; name: string }
  cause?: unknown
}

/** Thrown by the code that owns the rule. Pages, actions, API routes, OAuth endpoints and next-auth's route translate it. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly title: string
  readonly errors: FieldError[] | undefined
  readonly retryAfterSeconds: number | undefined
  readonly refused: Details['refused']

  constructor(code: ErrorCode, { detail, errors, retryAfterSeconds, refused, cause }: Details = {}) {
    const [status, sentence] = refusals[code]
    super(detail ?? (code === 'rate_limited' && retryAfterSeconds ? comeBack(retryAfterSeconds) : sentence), { cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.title = sentence
    this.errors = errors
    this.refused = refused
    this.retryAfterSeconds = retryAfterSeconds ?? (status === 503 ? 1 : undefined)
  }
}

const comeBack = (seconds: number): string => `Too many attempts. Try again in ${waitWords(seconds)}.`

/** In: seconds to wait. Out: such as "12 minutes", rounded up. */
export function waitWords(seconds: number): string {
  const [size, unit] = seconds > 3600 ? [3600, 'hour'] : seconds > 60 ? [60, 'minute'] : [1, 'second']
  const count = Math.max(1, Math.ceil(seconds / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** A validation_failed for one field. */
export const fieldError = (path: string, message: string) =>
  new AppError('validation_failed', { errors: [{ path, message }] })

/** Throws not_found, which is the same answer for a missing row and for one of another organization. */
export function notFound(): never {
  throw new AppError('not_found')
}
