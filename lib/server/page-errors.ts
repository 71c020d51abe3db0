// What a page or a form's action throws and nothing translates.
import { isBeforeAction, noteUnreadable } from '@/lib/db/answering'
import { AppError } from '@/lib/errors'
import { log, reportError } from '@/lib/log'
import { requestIdOf } from '@/lib/requests/trust'

type Failed = { headers: Record<string, unknown>; method: string; route: string; kind: string }

/** Reports a defect with the id of its request. An outage of the database is only logged, and a form that cannot be read not at all. */
export function reportPageError(error: unknown, { headers, ...about }: Failed): void {
  const known = new Headers()
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') known.set(name, value)
  const described = { request_id: requestIdOf(known), ...about }
  if (isUnreadable(about)) noteUnreadable()
  else if (isExpected(error)) log.warn({ ...described, error: (error as Error).message }, 'a page could not be shown')
  else reportError(error, described)
}

// Next reads the fields of a form before any code of ours runs, and throws for what no browser sends.
const isUnreadable = ({ method, kind }: Omit<Failed, 'headers'>): boolean =>
  method === 'POST' && kind !== 'route' && isBeforeAction()

// The code that is bundled for pages has its own class.
const isExpected = (error: unknown): boolean =>
  error instanceof AppError || (error instanceof Error && error.name === 'AppError')
