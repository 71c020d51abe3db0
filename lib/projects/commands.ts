// Changes projects. Every function takes a context and opens a scoped transaction with the permission that it needs.
// Another organization's project is not found.
import { changesBetween, recordAudit } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { notFound } from '@/lib/errors'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import { type CreateProjectInput, type Project, type UpdateProjectInput, projectFields } from './schema'

/** Throws insufficient_permissions, as every function here does. */
export const createProject = (ctx: OrgContext, input: CreateProjectInput): Promise<Project> =>
  withOrg(ctx, 'org:projects:write', async (db, session) => {
    const data = { ...input, createdBy: session.responsibleId }
    const project = await db.project.create({ data, select: projectFields })
    const changes = changesBetween({ name: null, description: input.description ? null : '' }, input)
    await recordAudit(db, session, 'project.created', toAuditTarget(project), changes)
    return project
  })

/** `expectedVersion`: the time of the last change that the caller read. Throws not_found, precondition_failed. */
export const updateProject = (
  ctx: OrgContext,
  id: string,
  input: UpdateProjectInput,
  expectedVersion?: ExpectedVersion,
): Promise<Project> =>
  withOrg(ctx, 'org:projects:write', async (db, session) => {
    const { status, ...changes } = input
    const before = await lock(db, id, expectedVersion)
    const changesStatus = status !== undefined && status !== before.status
    const archivedAt = status === 'archived' ? new Date() : null
    const project = await db.project.update({
      where: { organizationId_id: { organizationId: session.org.id, id } },
      data: { ...changes, ...(changesStatus && { archivedAt }) },
      select: projectFields,
    })
    const action = changesStatus ? (status === 'archived' ? 'project.archived' : 'project.restored') : 'project.updated'
    const differences = changesBetween(before, { ...changes, ...(status && { status }) })
    if (Object.keys(differences).length > 0) await recordAudit(db, session, action, toAuditTarget(project), differences)
    return project
  })

/** Out: what it was called. Throws as `updateProject` does. */
export const deleteProject = (ctx: OrgContext, id: string, expectedVersion?: ExpectedVersion): Promise<string> =>
  withOrg(ctx, 'org:projects:write', async (db, session) => {
    const { name } = await lock(db, id, expectedVersion)
    await db.project.deleteMany({ where: { id } })
    await recordAudit(db, session, 'project.deleted', toAuditTarget({ id, name }), { name: [name, null] })
    return name
  })

// Reads and locks the project, so that it does not change until the transaction ends. Throws not_found,
// precondition_failed.
async function lock(db: OrgDb, id: string, expectedVersion: ExpectedVersion) {
  const [row] = await db.$queryRaw<
    { name: string; description: string; status: 'active' | 'archived'; version: Date }[]
  >`
    select name, description, case when archived_at is null then 'active' else 'archived' end as status,
      updated_at as version
    from projects where id = ${id} for update`
  const { version, ...before } = row ?? notFound()
  assertVersion(expectedVersion, version)
  return before
}

const toAuditTarget = ({ id, name }: { id: string; name: string }) => ({ type: 'project', id, name })
