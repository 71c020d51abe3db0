// Undo tokens for changed roles. The token is in a cookie that scripts and other hosts of our domain could write, so it
// is signed, and valid for a few minutes in the session that made the change. Permissions and the current roles are
// checked when it is used.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { UserContext } from '@/lib/db/session'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** Members who got `role`, and the former role of each. */
export type RoleChanges = { organization: string; role: string; former: { userId: string; role: string }[] }

/** The fields of the undo form. */
export type UndoFields = { organization: string; undo: string }

const lifetimeMs = 5 * 60 * 1000
// Browsers refuse cookies above 4 kB, and the cookie contains the message too: about 80 members fit.
const maxTokenLength = 3300

type UndoToken = { organization: string; role: string; expires: number; former: Record<string, string[]> }

/**
 * Undefined if there is nothing to undo (callers who lower their own role cannot undo that) or if the token is too long
 * for a cookie.
 */
export function createUndoToken(by: UserContext, { organization, role, former }: RoleChanges): UndoFields | undefined {
  const changed = former.filter((member) => member.role !== role && member.userId !== by.userId)
  const offer: UndoToken = { organization, role, expires: Date.now() + lifetimeMs, former: groupByRole(changed) }
  const body = Buffer.from(JSON.stringify(offer)).toString('base64url')
  if (changed.length === 0 || body.length > maxTokenLength) return undefined
  return { organization, undo: `${body}.${sign(by.sessionId, body).toString('base64url')}` }
}

/** Throws conflict for a token that is forged, expired or another session's. */
export function readUndoToken(sessionId: string, offered: string): RoleChanges {
  const [body = '', signature = ''] = offered.split('.')
  const given = Buffer.from(signature, 'base64url')
  const wanted = sign(sessionId, body)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AppError('conflict', { detail: 'This cannot be undone here any more.' })
  const offer = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as UndoToken
  if (offer.expires < Date.now())
    throw new AppError('conflict', { detail: 'It is too late to undo this. Change the role once more instead.' })
  const former = Object.entries(offer.former).flatMap(([role, ids]) => ids.map((userId) => ({ userId, role })))
  return { organization: offer.organization, role: offer.role, former }
}

function groupByRole(members: RoleChanges['former']): UndoToken['former'] {
  const groups: UndoToken['former'] = {}
  for (const { userId, role } of members) (groups[role] ??= []).push(userId)
  return groups
}

const sign = (sessionId: string, body: string): Buffer =>
  createHmac('sha256', signingKey()).update(`${sessionId}\n${body}`).digest()

let key: Buffer | undefined
const signingKey = () => (key ??= Buffer.from(hkdfSync('sha256', getEnv().AUTH_SECRET, '', 'undo-signing', 32)))
