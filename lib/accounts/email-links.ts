// Links that verify an address: 256 random bits, stored only as their SHA-256, valid once and for a limited time.
// Opening a link changes nothing; using it does.
import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

const lifetimeMs = { verify_email: 24 * 60 * 60 * 1000, reset_password: 60 * 60 * 1000 } as const

type LinkPurpose = keyof typeof lifetimeMs

export const linkTokenSchema = z
  .string()
  .regex(/^[\w-]{43}$/, 'This link is not complete. Copy all of it.')
  .meta({ description: 'The secret of a mailed link.', example: 'Jw3kT0aXb1y9Zc4Qd7Rf2Vg6Nh8Mj5Lp0Ss3Uu1Ww4E' })

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** What a sign-up chose. It takes effect when the link that carries it is used. */
export type Chosen = { name: string; passwordHash: string | null; organizationName: string | null }

/** Out: the secret to mail, which is not stored. Ends older links of the same sign-up, but of no other. */
export async function createLink(
  db: IdentityDb,
  userId: string,
  purpose: LinkPurpose,
  chosen?: Chosen,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + lifetimeMs[purpose])
  await db.emailToken.deleteMany({ where: { userId, purpose, passwordHash: chosen?.passwordHash ?? null } })
  await db.emailToken.create({
    data: { userId, purpose, tokenHash: hashToken(token), expiresAt, ...chosen },
    select: { id: true },
  })
  return token
}

/** Whether a link still works. It is not used by asking. */
export const isUsable = async (db: IdentityDb, token: string): Promise<boolean> =>
  (await db.emailToken.count({ where: { tokenHash: hashToken(token), expiresAt: { gt: new Date() } } })) > 0

/** The person of a link that still works. It is not used by asking. */
export const findOwner = async (db: IdentityDb, token: string): Promise<string | undefined> =>
  (
    await db.emailToken.findFirst({
      where: { tokenHash: hashToken(token), expiresAt: { gt: new Date() } },
      select: { userId: true },
    })
  )?.userId

type LinkRow = {
  user_id: string
  name: string | null
  password_hash: string | null
  organization_name: string | null
}

/** Whose link it is and what it carries. It is not used by reading. Throws link_expired. */
export async function findLink(db: IdentityDb, token: string, purpose: LinkPurpose) {
  const [link] = await db.$queryRaw<LinkRow[]>`
    select user_id, name, password_hash, organization_name from email_tokens
    where token_hash = ${hashToken(token)} and purpose = ${purpose} and expires_at > now()`
  return toLink(link)
}

/** The same, and uses up the link; of simultaneous calls one succeeds. */
export async function consumeLink(db: IdentityDb, token: string, purpose: LinkPurpose) {
  const [link] = await db.$queryRaw<LinkRow[]>`
    delete from email_tokens where token_hash = ${hashToken(token)} and purpose = ${purpose} and expires_at > now()
    returning user_id, name, password_hash, organization_name`
  return toLink(link)
}

function toLink(link: LinkRow | undefined): { userId: string; chosen: Chosen | null } {
  if (!link) throw new AppError('link_expired')
  const { user_id: userId, name, password_hash: passwordHash, organization_name: organizationName } = link
  return { userId, chosen: name === null ? null : { name, passwordHash, organizationName } }
}
