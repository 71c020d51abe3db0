// An offer to take a change of role back. It travels in a cookie that scripts, and other hosts of our domain, could write: so
// it is signed, and good for the session that made the change alone. Whether the change back is allowed is decided when it
// is made, as for any other.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { getEnv } from '@/lib/env'
import { fieldError } from '@/lib/errors'

export type RoleChange = { organization: string; userId: string; role: string }
/** The fields of the form that takes the change back. */
export type UndoFields = { organization: string; undo: string }

export function offerUndo(sessionId: string, change: RoleChange): UndoFields {
  const body = Buffer.from(JSON.stringify(change)).toString('base64url')
  return { organization: change.organization, undo: `${body}.${sign(sessionId, body).toString('base64url')}` }
}

/** Throws validation_failed for what this session was not offered. */
export function readUndo(sessionId: string, offer: string): RoleChange {
  const [body = '', signature = ''] = offer.split('.')
  const given = Buffer.from(signature, 'base64url')
  const wanted = sign(sessionId, body)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw fieldError('undo', 'This cannot be undone here any more.')
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as RoleChange
}

const sign = (sessionId: string, body: string): Buffer =>
  createHmac('sha256', signingKey()).update(`${sessionId}\n${body}`).digest()

let key: Buffer | undefined
const signingKey = () => (key ??= Buffer.from(hkdfSync('sha256', getEnv().AUTH_SECRET, '', 'undo-signing', 32)))
