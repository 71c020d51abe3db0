// Translates database errors: a temporary failure becomes 503, a conflict 409, and a row that row-level security hides
// does not exist. Any other error, a missing grant included, is a defect and passes unchanged.
import { getEnv } from '@/lib/env'
import { AppError, type ErrorCode, type FieldError } from '@/lib/errors'
import { outage } from './answering'
import { lacksGrant, MissingGrant } from './missing-grant'

const lostConnection =
  /Connection terminated|is not queryable|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|timeout exceeded when trying to connect|Query read timeout|Unable to start a transaction|Can't reach database server/
const passingPrismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'])
// 08 connection, 53 resources, 57 operator intervention (shutdown, cancel, timeout), 25006 read only, 55P03 lock timeout.
const temporaryStates = /^(08|53|57|25006|25P03|55P03|40)/
// Raised by triggers: hold_owner, hold_new_owner, check_role_exists, keep_role_in_use, reserve_former_slug, enforce_single_tenancy.
const raised: Record<string, ErrorCode> = {
  OWNER: 'last_owner',
  NROLE: 'conflict',
  UROLE: 'role_in_use',
  TSLUG: 'slug_taken',
  ELSEW: 'already_member_elsewhere',
}

const slugErrors: Record<string, { errors: FieldError[] }> = {
  TSLUG: { errors: [{ path: 'slug', message: 'This slug is taken. Choose another.' }] },
}

const retryableStates = new Set(['40001', '40P01'])

/** The SQLSTATE of an error from pg, the adapter or Prisma; undefined if there is none. */
export function sqlState(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined
  const { code, originalCode, cause, meta, message, driverAdapterError } = error as Record<string, unknown>
  for (const candidate of [originalCode, code]) {
    if (typeof candidate === 'string' && /^[0-9A-Z]{5}$/.test(candidate) && !/^P[12]\d{3}$/.test(candidate))
      return candidate
  }
  const inner = sqlState(cause, depth + 1) ?? sqlState(meta, depth + 1) ?? sqlState(driverAdapterError, depth + 1)
  return inner ?? (typeof message === 'string' ? /[Cc]ode: `?([0-9A-Z]{5})`?/.exec(message)?.[1] : undefined)
}

const prismaCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** True for a deadlock or a serialization failure: the same transaction may succeed when run again. */
export const isRetryable = (error: unknown): boolean =>
  prismaCode(error) === 'P2034' || retryableStates.has(sqlState(error) ?? '')

/** True if the access check rejected the application's proof: its key has changed since it was read. */
export const isUnproven = (error: unknown): boolean => sqlState(error) === '28000'

/** True if the connection was lost, or no answer came in time, in the error of a query or in what `translateFailure` made of it. */
export function hasLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return lostConnection.test(describe(error instanceof AppError && error.cause instanceof Error ? error.cause : error))
}

/** In: the error of a query. Out: the AppError that it means, or the same error for a defect. */
export function translateFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error
  if (error instanceof MissingGrant || lacksGrant(error)) return error
  const code = prismaCode(error)
  const state = sqlState(error) ?? ''
  if (code === 'P2002' || state === '23505') return new AppError('conflict', { cause: error })
  if (Object.hasOwn(raised, state)) return new AppError(raised[state]!, { cause: error, ...slugErrors[state] })
  // 22021: text with NUL or broken UTF-8 cannot be stored, so no row can match it.
  if (code === 'P2025' || state === '42501' || state === '22021') return new AppError('not_found', { cause: error })
  // A table or column that the code knows and the database does not.
  if ((state === '42P01' || state === '42703') && getEnv().NODE_ENV === 'development')
    return new Error(`${error.message}: is a migration not applied yet? npm run db:migrate applies it.`, {
      cause: error,
    })
  const passes = passingPrismaCodes.has(code) || temporaryStates.test(state) || lostConnection.test(describe(error))
  return passes ? outage(error) : error
}

function describe(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause.message : ''
  const code = 'code' in error ? String(error.code) : ''
  return `${error.message} ${cause} ${code}`
}
