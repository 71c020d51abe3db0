// Links that verify an address: 256 random bits, stored only as their SHA-256, valid once and for a limited time.
// Opening a link changes nothing; using it does.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { hashSecret } from '@/lib/auth/hash-secret'
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

const hourMs = 60 * 60 * 1000

/** How long the change of an address can be undone. */
export const undoDays = 7

/** How long a link to choose a password works. */
export const resetHours = 1

const lifetimeMs = {
  verify_email: 24 * hourMs,
  reset_password: resetHours * hourMs,
  change_email: 24 * hourMs,
  undo_email: undoDays * 24 * hourMs,
} as const

type LinkPurpose = keyof typeof lifetimeMs

// A text that cannot be one is answered as an unknown one.
export const linkTokenSchema = z
  .string()
  .min(1, 'Enter the whole link.')
  .meta({ description: 'The secret of a mailed link.', example: 'Jw3kT0aXb1y9Zc4Qd7Rf2Vg6Nh8Mj5Lp0Ss3Uu1Ww4E' })

/** What a sign-up chose. It takes effect when the link that carries it is used. */
type Chosen = { name: string; passwordHash: string | null; organizationName: string | null }

/** What a link carries: the choices of a sign-up, or the address of a change. */
type Carried = Partial<Chosen> & { email?: string }

/** Out: the secret to mail, which is not stored. Ends older links of the same kind for the same thing. */
export async function createLink(
  db: IdentityDb,
  userId: string,
  purpose: LinkPurpose,
  carried: Carried = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + lifetimeMs[purpose])
  await db.emailToken.deleteMany({ where: { userId, purpose, ...sameThing(purpose, carried) } })
  await db.emailToken.create({
    data: { userId, purpose, tokenHash: hashSecret(token), expiresAt, ...carried },
    select: { id: true },
  })
  return token
}

// A link of another sign-up stays, and so does one that undoes an earlier change of the address.
const sameThing = (purpose: LinkPurpose, { passwordHash = null, email }: Carried) =>
  purpose === 'undo_email' ? { email: email! } : purpose === 'verify_email' ? { passwordHash } : {}

/** Whether a link still works, for any purpose or for this one. It is not used by asking. */
export const isUsable = async (db: IdentityDb, token: string, purpose?: LinkPurpose): Promise<boolean> =>
  (await db.emailToken.count({
    where: { tokenHash: hashSecret(token), expiresAt: { gt: new Date() }, ...(purpose && { purpose }) },
  })) > 0

/** The person of a link that still works. It is not used by asking. */
export const findOwner = async (db: IdentityDb, token: string): Promise<string | undefined> =>
  (
    await db.emailToken.findFirst({
      where: { tokenHash: hashSecret(token), expiresAt: { gt: new Date() } },
      select: { userId: true },
    })
  )?.userId

/** Lets the link of a sign-up work for its whole time again. Out: false for one that does not work any more. */
export async function renewLink(db: IdentityDb, userId: string, token: string): Promise<boolean> {
  const { count } = await db.emailToken.updateMany({
    where: { userId, tokenHash: hashSecret(token), purpose: 'verify_email', expiresAt: { gt: new Date() } },
    data: { expiresAt: new Date(Date.now() + lifetimeMs.verify_email) },
  })
  return count > 0
}

type LinkRow = {
  purpose: LinkPurpose
  user_id: string
  name: string | null
  password_hash: string | null
  organization_name: string | null
  email: string | null
  created_at: Date
}

/** `chosen`: for a sign-up. `email`: for a change of the address. */
export type Link = {
  purpose: LinkPurpose
  userId: string
  chosen: Chosen | null
  email: string | null
  createdAt: Date
}

/** Whose link it is and what it carries. It is not used by reading. Throws link_expired. */
export async function findLink(db: IdentityDb, token: string, ...purposes: LinkPurpose[]): Promise<Link> {
  const [link] = await db.$queryRaw<LinkRow[]>`
    select purpose, user_id, name, password_hash, organization_name, email, created_at from email_tokens
    where token_hash = ${hashSecret(token)} and purpose = any(${purposes}) and expires_at > now()`
  return toLink(link)
}

/** The same, and uses up the link; of simultaneous calls one succeeds. */
export async function consumeLink(db: IdentityDb, token: string, purpose: LinkPurpose): Promise<Link> {
  const [link] = await db.$queryRaw<LinkRow[]>`
    delete from email_tokens where token_hash = ${hashSecret(token)} and purpose = ${purpose} and expires_at > now()
    returning purpose, user_id, name, password_hash, organization_name, email, created_at`
  return toLink(link)
}

function toLink(link: LinkRow | undefined): Link {
  if (!link) throw new AppError('link_expired')
  const {
    purpose,
    user_id: userId,
    name,
    email,
    password_hash: passwordHash,
    organization_name: organizationName,
    created_at: createdAt,
  } = link
  return { purpose, userId, chosen: name === null ? null : { name, passwordHash, organizationName }, email, createdAt }
}
