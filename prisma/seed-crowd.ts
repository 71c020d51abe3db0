// An organization of thousands, in a few statements. Run again with a larger number, it adds the missing members.
import type { OrgSession } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { crowd, joinerAt, type Joiner } from './demo-crowd'
import { createOrganizationAs } from './create-organization'

// Small enough for a statement to end long before the pool's timeout, even on a busy machine.
const batchSize = 500

type Member = Omit<Joiner, 'name' | 'email'> & { id: string }

/** In: the number of members, including the owner and an admin, and the ids of these two. */
export const seedCrowd = (count: number, owner: string, admin: string): Promise<void> =>
  createOrganizationAs(
    owner,
    crowd,
    async (session) => {
      await join(session, [{ id: admin, role: 'admin', days: 1500, seen: 0.1 }])
      const joiners = Array.from({ length: Math.max(0, count - 2) }, (_, index) => joinerAt(index))
      for (let at = 0; at < joiners.length; at += batchSize)
        await join(session, await createUsers(joiners.slice(at, at + batchSize)))
    },
    true,
  )

async function createUsers(joiners: Joiner[]): Promise<Member[]> {
  const ids = await withIdentity(async (db) => {
    await db.$executeRaw`
      insert into users (name, email, email_verified_at)
        select name, email, now() from jsonb_to_recordset(${JSON.stringify(joiners)}::jsonb) t(name text, email text)
        on conflict do nothing`
    const emails = joiners.map(({ email }) => email)
    return new Map(
      (await db.user.findMany({ where: { email: { in: emails } }, select: { id: true, email: true } })).map((user) => [
        user.email,
        user.id,
      ]),
    )
  })
  return joiners.map((joiner) => ({ ...joiner, id: ids.get(joiner.email)! }))
}

const join = (session: OrgSession, members: Member[]): Promise<unknown> =>
  withOrg(
    session,
    'org:members:write',
    (db) => db.$executeRaw`
      insert into memberships (user_id, role, joined_at, last_active_at)
        select id, role, now() - days * interval '1 day', now() - seen * interval '1 day'
        from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) t(id text, role text, days float8, seen float8)
        on conflict do nothing`,
  )
