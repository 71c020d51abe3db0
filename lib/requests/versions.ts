// Lost updates: whoever changes a row may say which version of it they saw. Where somebody else was faster, nothing is
// written. Over HTTP this is ETag and If-Match (RFC 9110), in a form a hidden field.
import { AppError } from '@/lib/errors'

/** What a row says of its own age: a counter, or the time of its last change. */
export type Version = number | string | Date

/** The versions that a caller takes for current; undefined where they do not say. */
export type ExpectedVersion = readonly string[] | undefined

export const toETag = (version: Version): string => `"${versionText(version)}"`

/**
 * In: the If-Match header. Out: the versions that it names; `*` is whatever there is. A weak tag counts like a strong one: a
 * proxy that compresses an answer weakens its tag, and what the tag names is the same row all the same.
 */
export function readIfMatch(header: string | null): ExpectedVersion {
  if (header === null || header.trim() === '*') return undefined
  return [...header.matchAll(/"([^"]*)"/g)].map(([, tag]) => tag!)
}

/** In: what a form carried along. */
export const expectedInForm = (version: string): ExpectedVersion => [version]

/** Throws precondition_failed where the row is not as the caller saw it; `detail` says how it is. Call it with the row locked. */
export function assertVersion(expectedVersion: ExpectedVersion, current: Version, detail?: () => string): void {
  if (!expectedVersion || expectedVersion.includes(versionText(current))) return
  throw new AppError('precondition_failed', detail && { detail: detail() })
}

/** As it stands in a form. */
export const versionText = (version: Version): string =>
  version instanceof Date ? version.toISOString() : String(version)
