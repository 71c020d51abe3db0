// Tells the server in front of the framework (scripts/server) what is found out while it answers a request. In development and in
// tests there is no such server, and nothing is told.
import type { AsyncLocalStorage } from 'node:async_hooks'
import { AppError } from '@/lib/errors'

type Answering = {
  found?: (organization: string) => void
  miss?: () => void
  isUnavailable?: boolean
  isUnreadable?: boolean
  hasActed?: boolean
}

const current = (): Answering | undefined =>
  (globalThis as { [key: symbol]: AsyncLocalStorage<Answering> | undefined })[Symbol.for('answering')]?.getStore()

/** The request's credential belongs to this organization: it shares the organization's places. */
export const noteOrganization = (id: string): void => current()?.found?.(id)

/** The page that is asked for does not exist: it answers 404. Out: false where nothing can be told. */
export function noteMissing(): boolean {
  const { miss } = current() ?? {}
  miss?.()
  return miss !== undefined
}

/** An action of ours has begun, so the fields of its form could be read. */
export function noteAction(): void {
  const request = current()
  if (request) request.hasActed = true
}

/** Whether no action of ours has begun yet. False where nothing can be told. */
export function isBeforeAction(): boolean {
  const request = current()
  return request !== undefined && !request.hasActed
}

/** The fields of the form cannot be read: a page answers 400 instead of 500. */
export function noteUnreadable(): void {
  const request = current()
  if (request) request.isUnreadable = true
}

/** The error of a database that is away or overloaded. A page that fails for it answers 503 instead of 500. */
export function outage(cause?: unknown): AppError {
  const request = current()
  if (request) request.isUnavailable = true
  return new AppError('unavailable', { cause })
}
