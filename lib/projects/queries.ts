// Reads of projects. A project of another organization is not found.
import { readActivity, type Activity } from '@/lib/audit-log/timeline'
import type { OrgContext } from '@/lib/db/session'
import { sql, empty, literalLike, type Sql } from '@/lib/db/sql'
import { queryOrg, withOrg, type OrgDb } from '@/lib/db/with-org'
import { type Page, readCursor, toPage } from '@/lib/pagination'
import { notFound } from '@/lib/errors'
import { type ListProjectsInput, type Project, projectFields } from './schema'

/** Newest first. `query` searches names and descriptions. */
export const listProjects = (ctx: OrgContext, input: ListProjectsInput): Promise<Page<Project>> =>
  queryOrg(
    ctx,
    'org:projects:read',
    input.cursor === undefined
      ? queryProjects(input, null)
      : ({ org }) => queryProjects(input, readCursor(input.cursor, scopeOf(org), 2)),
    (rows: Project[], { org }) =>
      toPage(rows, input.limit, scopeOf(org), (row) => [row.createdAt.toISOString(), row.id]),
  )

const scopeOf = ({ id }: { id: string }): string => `projects ${id}`

function queryProjects(input: ListProjectsInput, after: string[] | null): Sql {
  const text = input.query && `%${literalLike(input.query)}%`
  return sql`
    select p.id, p.name, p.description, p.archived_at as "archivedAt", p.created_at as "createdAt",
      p.updated_at as "updatedAt",
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as creator
    from projects p left join users u on u.id = p.created_by
    where p.organization_id = current_org()
      ${input.status ? sql`and p.archived_at is ${input.status === 'archived' ? sql`not null` : sql`null`}` : empty}
      ${text ? sql`and (p.name ilike ${text} or p.description ilike ${text})` : empty}
      ${after ? sql`and (p.created_at, p.id) < (${after[0]}::timestamptz, ${after[1]})` : empty}
    order by p.created_at desc, p.id desc limit ${input.limit + 1}`
}

/** Throws not_found. */
export const getProject = (ctx: OrgContext, id: string): Promise<Project> =>
  withOrg(ctx, 'org:projects:read', (db) => readProject(db, id))

/** A project with its activity. Throws not_found. */
export const getProjectActivity = (ctx: OrgContext, id: string): Promise<{ project: Project; activity: Activity }> =>
  withOrg(ctx, 'org:projects:read', async (db, session) => ({
    project: await readProject(db, id),
    activity: await readActivity(db, session, id),
  }))

async function readProject(db: OrgDb, id: string): Promise<Project> {
  const project = await db.project.findFirst({ where: { id }, select: projectFields })
  return project ?? notFound()
}
