// What a page or a form's action throws and nothing translates.
import { noteUnreadable } from '@/lib/db/answering'
import { AppError } from '@/lib/errors'
import { log, reportError } from '@/lib/log'
import { requestIdOf } from '@/lib/requests/trust'

type Failed = { headers: Record<string, unknown>; method: string; route: string; kind: string }

/** Reports a defect with the id of its request. An outage of the database is only logged. */
export function reportPageError(error: unknown, { headers, ...about }: Failed): void {
  const known = new Headers()
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') known.set(name, value)
  const described = { request_id: requestIdOf(known), ...about }
  if (isUnreadable(error)) noteUnreadable()
  else if (isExpected(error)) log.warn({ ...described, error: (error as Error).message }, 'a page could not be shown')
  else reportError(error, described)
}

// What Node says of a body that is no form, before any code of ours runs.
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Failed to parse body as FormData.'

// The code that is bundled for pages has its own class.
const isExpected = (error: unknown): boolean =>
  error instanceof AppError || (error instanceof Error && error.name === 'AppError')
