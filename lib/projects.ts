// The sample resource, and the pattern to copy: every function takes a context and goes through the door with the
// permission that it needs. Another organization's project is not found.
import { z } from 'zod'
import { changesBetween, recordAudit } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/entry'
import { empty, sql } from '@/lib/db/sql'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { idSchema, nameSchema, personSchema, timeSchema } from '@/lib/json-schemas'
import { cursorSchema, limitSchema, readCursor, toPage, type Page } from '@/lib/pagination'
import { literalLike, multiLine, singleLine } from '@/lib/text'
import { assertSeen, type Seen } from '@/lib/versions'

export const projectFields = {
  id: true,
  name: true,
  description: true,
  archivedAt: true,
  createdAt: true,
  updatedAt: true,
  creator: { select: { id: true, name: true } },
} as const

export type Project = {
  id: string
  name: string
  description: string
  archivedAt: Date | null
  createdAt: Date
  updatedAt: Date
  creator: { id: string; name: string } | null
}

const statusSchema = z.enum(['active', 'archived'], 'Use active or archived.').meta({ example: 'active' })
const newNameSchema = singleLine(120).meta({ example: 'Website relaunch' })
const descriptionSchema = multiLine(5000).meta({ example: 'New pages by spring.' })

export const createProjectSchema = z.strictObject({ name: newNameSchema, description: descriptionSchema.optional() })
export const updateProjectSchema = z.strictObject({
  name: newNameSchema.optional(),
  description: descriptionSchema.optional(),
  status: statusSchema.optional(),
})
export const listProjectsSchema = z.object({
  query: singleLine(120).optional().catch(undefined).meta({ description: 'Words in the name or description.' }),
  status: statusSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema,
})

type CreateProjectInput = z.infer<typeof createProjectSchema>
type UpdateProjectInput = z.infer<typeof updateProjectSchema>
type ListProjectsInput = z.infer<typeof listProjectsSchema>

/** Newest first. `query` looks in names and descriptions. */
export const listProjects = (ctx: OrgContext, input: ListProjectsInput): Promise<Page<Project>> =>
  withOrg(ctx, 'org:projects:read', async (db, { org }) => {
    const scope = `projects ${org.id}`
    const after = readCursor(input.cursor, scope, 2)
    const text = input.query && `%${literalLike(input.query)}%`
    const rows = await db.$queryRaw<Project[]>`
      select p.id, p.name, p.description, p.archived_at as "archivedAt", p.created_at as "createdAt",
        p.updated_at as "updatedAt", case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as creator
      from projects p left join users u on u.id = p.created_by
      where p.organization_id = current_org()
        ${input.status ? sql`and p.archived_at is ${input.status === 'archived' ? sql`not null` : sql`null`}` : empty}
        ${text ? sql`and (p.name ilike ${text} or p.description ilike ${text})` : empty}
        ${after ? sql`and (p.created_at, p.id) < (${after[0]}::timestamptz, ${after[1]})` : empty}
      order by p.created_at desc, p.id desc limit ${input.limit + 1}`
    return toPage(rows, input.limit, scope, (row) => [row.createdAt.toISOString(), row.id])
  })

export const getProject = (ctx: OrgContext, id: string): Promise<Project> =>
  withOrg(ctx, 'org:projects:read', async (db) => {
    const project = await db.project.findFirst({ where: { id }, select: projectFields })
    return project ?? notFound()
  })

export const createProject = (ctx: OrgContext, input: CreateProjectInput): Promise<Project> =>
  withOrg(ctx, 'org:projects:write', async (db, entry) => {
    const data = { ...input, createdBy: entry.responsibleId }
    const project = await db.project.create({ data, select: projectFields })
    const { name, description } = project
    const changes = changesBetween({ name: null, description: description ? null : '' }, { name, description })
    await recordAudit(db, entry, 'project.created', toTarget(project), changes)
    return project
  })

/** `seen`: what the caller takes for its version, the time of its last change. Throws precondition_failed. */
export const updateProject = (ctx: OrgContext, id: string, input: UpdateProjectInput, seen?: Seen): Promise<Project> =>
  withOrg(ctx, 'org:projects:write', async (db, entry) => {
    const { status, ...changes } = input
    const before = await lock(db, id, seen)
    const archivedAt = status && (status === 'archived' ? new Date() : null)
    const { count } = await db.project.updateMany({
      where: { id },
      data: { ...changes, ...(status && { archivedAt }) },
    })
    if (count === 0) notFound()
    const project = await db.project.findFirstOrThrow({ where: { id }, select: projectFields })
    const turned = status && status !== before.status
    const action = turned ? (status === 'archived' ? 'project.archived' : 'project.restored') : 'project.updated'
    const differences = changesBetween(before, { ...changes, ...(status && { status }) })
    if (Object.keys(differences).length > 0) await recordAudit(db, entry, action, toTarget(project), differences)
    return project
  })

export const deleteProject = (ctx: OrgContext, id: string, seen?: Seen): Promise<void> =>
  withOrg(ctx, 'org:projects:write', async (db, entry) => {
    const { name } = await lock(db, id, seen)
    await db.project.deleteMany({ where: { id } })
    await recordAudit(db, entry, 'project.deleted', toTarget({ id, name }), { name: [name, null] })
  })

// What it was, which nobody changes until this transaction has ended.
async function lock(db: OrgDb, id: string, seen: Seen) {
  const [row] = await db.$queryRaw<
    { name: string; description: string; status: 'active' | 'archived'; version: Date }[]
  >`
    select name, description, case when archived_at is null then 'active' else 'archived' end as status,
      updated_at as version
    from projects where id = ${id} for update`
  const { version, ...before } = row ?? notFound()
  assertSeen(seen, version)
  return before
}

const toTarget = ({ id, name }: { id: string; name: string }) => ({ type: 'project', id, name })

/** Active and archived projects of the organization. */
export const countProjects = (ctx: OrgContext): Promise<{ active: number; archived: number }> =>
  withOrg(ctx, 'org:projects:read', async (db) => {
    const active = await db.project.count({ where: { archivedAt: null } })
    const all = await db.project.count()
    return { active, archived: all - active }
  })

/** The project as the API shows it. */
export const projectJsonSchema = z
  .object({
    id: idSchema('proj'),
    name: nameSchema('Website relaunch'),
    description: z.string().meta({ example: 'New pages by spring.' }),
    status: statusSchema,
    created_by: personSchema.nullable().meta({ description: 'Null when its creator has left.' }),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Project' })

export const toProjectJson = (project: Project): z.infer<typeof projectJsonSchema> => ({
  id: project.id,
  name: project.name,
  description: project.description,
  status: project.archivedAt ? 'archived' : 'active',
  created_by: project.creator && { user_id: project.creator.id, name: project.creator.name },
  created_at: project.createdAt.toISOString(),
  updated_at: project.updatedAt.toISOString(),
})

function notFound(): never {
  throw new AppError('not_found')
}
