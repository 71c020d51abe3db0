// Prevents lost updates: a caller may say which version of a row they read, and nothing is written if it has changed
// since. Over HTTP this is ETag and If-Match (RFC 9110), in forms a hidden field.
import { AppError } from '@/lib/errors'

/** The version of a row: a counter, or the time of its last change. */
export type Version = number | string | Date

/** The versions that the caller accepts as current; undefined for any. */
export type ExpectedVersion = readonly string[] | undefined

/** The strong entity tag of a version (RFC 9110, section 8.8.3). */
export const toETag = (version: Version): string => `"${versionText(version)}"`

/**
 * In: the If-Match header. Out: its versions; undefined for `*`. A weak tag counts like a strong one, because a proxy
 * that compresses an answer weakens its tag without changing the row.
 */
export function readIfMatch(header: string | null): ExpectedVersion {
  if (header === null || header.trim() === '*') return undefined
  return [...header.matchAll(/"([^"]*)"/g)].map(([, tag]) => tag!)
}

/** In: the version in a form's hidden field. */
export const expectedInForm = (version: string): ExpectedVersion => [version]

/**
 * Throws precondition_failed if the row's version is not an expected one; `detail` describes the current row. Lock the
 * row before calling it.
 */
export function assertVersion(expectedVersion: ExpectedVersion, current: Version, detail?: () => string): void {
  if (!expectedVersion || expectedVersion.includes(versionText(current))) return
  throw new AppError('precondition_failed', detail && { detail: detail() })
}

/** The version as text, for forms and ETags. */
export const versionText = (version: Version): string =>
  version instanceof Date ? version.toISOString() : String(version)
