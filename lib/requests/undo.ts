// Undo tokens: what to restore, for the form in a toast or in the timeline. The token is in a cookie that scripts and other hosts of
// our domain could write, so it is signed, and valid for a few minutes in the session that made the change. Permissions and the
// current state are checked when it is used.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { keyFor } from '@/lib/sealing'
import type { OrgContext, UserContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'

/** The fields of the undo form. */
export type UndoFields = { organization: string; undo: string }

/** What was restored, for a message; and why other parts were not. */
export type Undone = { message?: string; refused?: string[] }

/** A kind of change that can be undone. Each is in lib/<noun>/undo.ts as `undo`, where the action finds it. */
export type Undoing = { kind: string; run: (ctx: OrgContext, what: unknown) => Promise<Undone> }

type Token = { kind: string; organization: string; expires: number; what: unknown }

const lifetimeMs = 5 * 60 * 1000
// Browsers refuse cookies above 4 kB, and the cookie contains the message too.
const maxTokenLength = 3300

/** `schema`: of what the token says. `run` restores it. */
export const undoing = <T>(kind: string, schema: z.ZodType<T>, run: (ctx: OrgContext, what: T) => Promise<Undone>) => ({
  kind,
  run: (ctx: OrgContext, what: unknown) => run(ctx, schema.parse(what)),
  /** Undefined if the token is too long for a cookie. */
  offer: (by: UserContext, organization: string, what: T) => createUndoToken(by, { kind, organization, what }),
})

/** Undefined if the token is too long for a cookie. */
export function createUndoToken(by: UserContext, change: Omit<Token, 'expires'>): UndoFields | undefined {
  const token: Token = { ...change, expires: Date.now() + lifetimeMs }
  const body = Buffer.from(JSON.stringify(token)).toString('base64url')
  if (body.length > maxTokenLength) return undefined
  return { organization: change.organization, undo: `${body}.${sign(by.sessionId, body).toString('base64url')}` }
}

/** Throws conflict for a token that is forged, expired or another session's. */
export function readUndoToken(sessionId: string, offered: string): Omit<Token, 'expires'> {
  const [body = '', signature = ''] = offered.split('.')
  const given = Buffer.from(signature, 'base64url')
  const wanted = sign(sessionId, body)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AppError('conflict', { detail: 'This can no longer be undone here.' })
  const { expires, ...change } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Token
  if (expires < Date.now())
    throw new AppError('conflict', { detail: 'It is too late to undo this. Change it instead.' })
  return change
}

const sign = (sessionId: string, body: string): Buffer =>
  createHmac('sha256', keyFor('undo-signing')).update(`${sessionId}\n${body}`).digest()
