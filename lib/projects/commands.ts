// Writes of projects: every function takes a context and opens a scoped transaction with the permission that it needs.
// A project of another organization is not found.
import { changesBetween, recordAudit } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { notFound } from '@/lib/errors'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import { type CreateProjectInput, type Project, type UpdateProjectInput, projectFields } from './schema'

export const createProject = (ctx: OrgContext, input: CreateProjectInput): Promise<Project> =>
  withOrg(ctx, 'org:projects:write', async (db, session) => {
    const data = { ...input, createdBy: session.responsibleId }
    const project = await db.project.create({ data, select: projectFields })
    const changes = changesBetween({ name: null, description: input.description ? null : '' }, input)
    await recordAudit(db, session, 'project.created', toTarget(project), changes)
    return project
  })

/** `seen`: what the caller takes for its version, the time of its last change. Throws precondition_failed. */
export const updateProject = (
  ctx: OrgContext,
  id: string,
  input: UpdateProjectInput,
  seen?: ExpectedVersion,
): Promise<Project> =>
  withOrg(ctx, 'org:projects:write', async (db, session) => {
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
    if (Object.keys(differences).length > 0) await recordAudit(db, session, action, toTarget(project), differences)
    return project
  })

export const deleteProject = (ctx: OrgContext, id: string, seen?: ExpectedVersion): Promise<void> =>
  withOrg(ctx, 'org:projects:write', async (db, session) => {
    const { name } = await lock(db, id, seen)
    await db.project.deleteMany({ where: { id } })
    await recordAudit(db, session, 'project.deleted', toTarget({ id, name }), { name: [name, null] })
  })

// What it was, which nobody changes until this transaction has ended.
async function lock(db: OrgDb, id: string, seen: ExpectedVersion) {
  const [row] = await db.$queryRaw<
    { name: string; description: string; status: 'active' | 'archived'; version: Date }[]
  >`
    select name, description, case when archived_at is null then 'active' else 'archived' end as status,
      updated_at as version
    from projects where id = ${id} for update`
  const { version, ...before } = row ?? notFound()
  assertVersion(seen, version)
  return before
}

const toTarget = ({ id, name }: { id: string; name: string }) => ({ type: 'project', id, name })
