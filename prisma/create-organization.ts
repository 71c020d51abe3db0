// How the seed creates an organization: as its first owner, with a session for that time.
import { enterOrg } from '@/lib/db/authorize'
import type { MemberSession, UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { createOrganization } from '@/lib/organizations/commands'
import { newTypeId } from '@/lib/db/type-id'

const lifetimeMs = 10 * 60_000

type Founding = { slug: string; name: string; foundedAt?: Date }

/** Runs `work` in the organization. An existing one is left unchanged, unless `again`. With `foundedAt`, its audit
 * log is still to be brought in. */
export async function foundAs(
  userId: string,
  { slug, name, foundedAt }: Founding,
  work: (session: MemberSession) => Promise<unknown>,
  again = false,
): Promise<void> {
  const { id: sessionId } = await withIdentity((db) =>
    db.session.create({
      data: { userId, expiresAt: new Date(Date.now() + lifetimeMs), userAgent: 'seed' },
      select: { id: true },
    }),
  )
  const ctx = { userId, sessionId }
  try {
    const made = foundedAt ? foundBefore(ctx, { slug, name, foundedAt }) : createOrganization(ctx, { slug, name })
    const session = await made.catch((error: unknown) => {
      if (!(error instanceof AppError) || !['slug_taken', 'conflict'].includes(error.code)) throw error
      return again ? enterOrg({ ...ctx, organization: slug, tokenId: null }) : null
    })
    if (session) await work(session)
  } finally {
    await withIdentity((db) => db.session.delete({ where: { id: sessionId }, select: { id: true } }))
  }
}

// Like `createOrganization`, without the event, which would start the log now.
async function foundBefore(ctx: UserContext, { name, slug, foundedAt }: Required<Founding>): Promise<MemberSession> {
  const id = newTypeId('org')
  await withOrg({ actorId: ctx.userId, organization: id }, 'any:write', async (db) => {
    await db.organization.create({ data: { id, name, slug, createdAt: foundedAt }, select: { id: true } })
    await db.membership.create({ data: { userId: ctx.userId, role: 'owner' }, select: { userId: true } })
  })
  return enterOrg({ ...ctx, organization: id, tokenId: null })
}
