// How the seed creates an organization: as its first owner, with a session that is deleted afterwards.
import { authorizeOrg } from '@/lib/db/authorize'
import type { MemberSession, UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { createOrganization } from '@/lib/organizations/commands'
import { newTypeId } from '@/lib/db/type-id'

const lifetimeMs = 10 * 60_000

type NewOrganization = { slug: string; name: string; hue?: number | undefined; createdAt?: Date }

/**
 * Creates the organization and runs `work` in it. Where it exists already, `work` runs only with `again`. With `createdAt`, the
 * audit log stays empty: the caller imports its events.
 */
export async function createOrganizationAs(
  userId: string,
  { slug, name, hue, createdAt }: NewOrganization,
  work: (session: MemberSession) => Promise<unknown>,
  again = false,
): Promise<void> {
  const { id: sessionId, cookieVersion } = await withIdentity((db) =>
    db.session.create({
      data: { userId, expiresAt: new Date(Date.now() + lifetimeMs), userAgent: 'seed' },
      select: { id: true, cookieVersion: true },
    }),
  )
  const ctx = { userId, sessionId, cookieVersion }
  try {
    const made = createdAt
      ? createOrganizationAt(ctx, { slug, name, hue, createdAt })
      : createOrganization(ctx, { slug, name })
    const session = await made.catch((error: unknown) => {
      if (!(error instanceof AppError) || !['slug_taken', 'conflict'].includes(error.code)) throw error
      return again ? authorizeOrg({ ...ctx, organization: slug, tokenId: null }) : null
    })
    if (session) await work(session)
  } finally {
    await withIdentity((db) => db.session.delete({ where: { id: sessionId }, select: { id: true } }))
  }
}

// Like `createOrganization`, without the audit event, which would have the current time.
async function createOrganizationAt(
  ctx: UserContext,
  { name, slug, hue, createdAt }: NewOrganization & { createdAt: Date },
): Promise<MemberSession> {
  const id = newTypeId('org')
  await withOrg({ actorId: ctx.userId, organization: id }, 'any:write', async (db) => {
    await db.organization.create({ data: { id, name, slug, hue: hue ?? null, createdAt }, select: { id: true } })
    await db.membership.create({ data: { userId: ctx.userId, role: 'owner' }, select: { userId: true } })
  })
  return authorizeOrg({ ...ctx, organization: id, tokenId: null })
}
