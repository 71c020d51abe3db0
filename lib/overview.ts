// What an organization's first page shows, in one visit to the door. Each part needs its own permission: a role that may
// not see projects does not learn how many there are.
import { can } from '@/lib/auth/permissions'
import type { OrgContext } from '@/lib/db/entry'
import { withOrg } from '@/lib/db/with-org'
import { projectFields, type Project } from '@/lib/projects'

export type Overview = {
  members: number | null
  projects: { active: number; archived: number; newest: Project[] } | null
}

type Counts = { members: number; active: number; archived: number }

const newestCount = 5

export const getOverview = (ctx: OrgContext): Promise<Overview> =>
  withOrg(ctx, 'org:read', async (db, entry) => {
    const [counts] = await db.$queryRaw<Counts[]>`
      select (select count(*) from memberships)::int as members,
        count(*) filter (where archived_at is null)::int as active,
        count(archived_at)::int as archived
      from projects`
    const { members, active, archived } = counts!
    return {
      members: can(entry, 'org:members:read') ? members : null,
      projects: can(entry, 'org:projects:read')
        ? {
            active,
            archived,
            newest: await db.project.findMany({
              where: { archivedAt: null },
              orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
              take: newestCount,
              select: projectFields,
              relationLoadStrategy: 'join',
            }),
          }
        : null,
    }
  })
