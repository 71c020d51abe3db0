// How the seed makes an organization: as its founder, signed in for as long as it takes.
import { database } from '@/lib/db/client'
import type { MemberEntry, UserContext } from '@/lib/db/entry'
import { AppError } from '@/lib/errors'
import { withIdentity } from '@/lib/db/with-identity'
import { enterOrg, foundOrg } from '@/lib/db/with-org'

const lifetimeMs = 10 * 60_000

type Founding = { slug: string; name: string; foundedAt?: Date }

/** Runs `work` in the organization. One that exists already is left as it is, unless `again`. With `foundedAt`, its audit
 * trail is still to be brought in. */
export async function foundAs(
  userId: string,
  { slug, name, foundedAt }: Founding,
  work: (entry: MemberEntry) => Promise<unknown>,
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
    const entry = await (foundedAt ? foundBefore(ctx, { slug, name, foundedAt }) : foundOrg(ctx, { slug, name })).catch(
      (error: Error & { code?: string }) => {
        if (error.code !== 'slug_taken') throw error
        return again ? enterOrg({ ...ctx, organization: slug, tokenId: null }) : null
      },
    )
    if (entry) await work(entry)
  } finally {
    await withIdentity((db) => db.session.delete({ where: { id: sessionId } }))
  }
}

// As `foundOrg` does it, without the event that would begin the trail now.
async function foundBefore(ctx: UserContext, { name, slug, foundedAt }: Required<Founding>): Promise<MemberEntry> {
  const client = await database().pool.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('role', 'tenant', true), set_config('app.org_id', type_id('org'), true)`)
    const { rows } = await client.query<{ id: string }>(
      `insert into organizations (id, name, slug, created_at) values (current_org(), $1, $2, $3)
       on conflict (slug) do nothing returning id`,
      [name, slug, foundedAt],
    )
    if (rows[0]) await client.query(`insert into memberships (user_id, role) values ($1, 'owner')`, [ctx.userId])
    await client.query('commit')
    if (!rows[0]) throw new AppError('slug_taken')
    return await enterOrg({ ...ctx, organization: rows[0].id, tokenId: null })
  } finally {
    client.release()
  }
}
