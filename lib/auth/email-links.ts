// Links that prove an address: 256 random bits, kept only as their SHA-256, good once and for a while; a newer link of the
// same purpose ends the older. Opening one changes nothing, using it does.
import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

const lifetimeMs = { verify_email: 24 * 60 * 60 * 1000, reset_password: 60 * 60 * 1000 } as const

export type LinkPurpose = keyof typeof lifetimeMs

export const linkTokenSchema = z.string().regex(/^[\w-]{43}$/, 'This link is not complete. Copy all of it.')

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Out: the secret to mail. It is not kept anywhere. */
export async function createLink(db: IdentityDb, userId: string, purpose: LinkPurpose): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db.emailToken.deleteMany({ where: { userId, purpose } })
  await db.emailToken.create({
    data: { userId, purpose, tokenHash: hashToken(token), expiresAt: new Date(Date.now() + lifetimeMs[purpose]) },
    select: { id: true },
  })
  return token
}

/** Uses a link up, once however many try together. Out: whose it is. Throws link_expired. */
export async function consumeLink(db: IdentityDb, token: string, purpose: LinkPurpose): Promise<string> {
  const [link] = await db.emailToken.updateManyAndReturn({
    where: { tokenHash: hashToken(token), purpose, usedAt: null, expiresAt: { gt: new Date() } },
    data: { usedAt: new Date() },
    select: { userId: true },
  })
  if (!link) throw new AppError('link_expired')
  return link.userId
}
