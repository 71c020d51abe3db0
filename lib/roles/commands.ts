// Creates and changes the custom roles of an organization. A caller cannot create, change or remove a role with
// permissions that they lack, before or after the change, so `org:roles:write` does not allow an escalation.
import type { Permission } from '@/lib/permissions/catalogue'
import { builtInRoleKeys, roleName } from '@/lib/permissions/roles'
import { lackedBy, refusedFor } from '@/lib/permissions/grants'
import { requireRecentSignInToGrant } from '@/lib/auth/step-up'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { recordAudit } from '@/lib/audit/record'
import { AppError, notFound } from '@/lib/errors'
import { looksLike } from '@/lib/names'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import {
  assertFreeKey,
  builtInOf,
  maxRoles,
  proposeKey,
  roleFields,
  toRole,
  type CreateRoleInput,
  type Role,
  type RoleRow,
  type UpdateRoleInput,
} from './schema'
import { readRoles } from './queries'

/** Throws insufficient_permissions, conflict (name or key taken, too many roles), validation_failed. */
export const createRole = (ctx: OrgContext, input: CreateRoleInput): Promise<Role> =>
  withOrg(ctx, 'org:roles:write', (db, session) => insertRole(db, session, input))

/** Copies any role, including built-in ones. Throws as `createRole` does, and not_found. */
export const duplicateRole = (ctx: OrgContext, id: string): Promise<Role> =>
  withOrg(ctx, 'org:roles:write', async (db, session) => {
    const roles = await readRoles(db)
    const { name, description, permissions } = roles.find((role) => role.id === id) ?? notFound()
    const copy = (number: number): string => `${name.slice(0, 38)} copy${number === 1 ? '' : ` ${number}`}`
    let number = 1
    while (roles.some((role) => looksLike(role.name, copy(number)))) number++
    return insertRole(db, session, { name: copy(number), description, permissions: [...permissions] })
  })

/** Throws not_found, role_built_in, precondition_failed, insufficient_permissions, conflict (name taken). */
export const updateRole = (
  ctx: OrgContext,
  id: string,
  input: UpdateRoleInput,
  expectedVersion?: ExpectedVersion,
): Promise<Role> =>
  withOrg(ctx, 'org:roles:write', async (db, session) => {
    await lockRoles(db, session)
    const before = await lockRole(db, session, id, expectedVersion)
    const after = { ...before, ...input }
    assertHolds(session, after.permissions)
    requireRecentSignInToGrant(session, after.permissions)
    const roles = await readRoles(db)
    assertFreeName(
      after.name,
      roles.filter((role) => role.id !== id),
    )
    const { memberCount } = roles.find((role) => role.id === id)!
    const changes = changesOf(before, after)
    if (Object.keys(changes).length === 0) return { ...before, memberCount }
    const { name, description, permissions } = after
    const row = await db.role.update({
      where: { organizationId_id: { organizationId: session.org.id, id } },
      data: { name, description, permissions: [...permissions], version: { increment: 1 } },
      select: roleFields,
    })
    await recordAudit(db, session, 'role.updated', { type: 'role', id, name }, changes)
    return toRole(row, memberCount)
  })

/** Reads and locks a custom role, and checks its version and the caller's reach. Throws as `updateRole` does. */
export async function lockRole(
  db: OrgDb,
  session: OrgSession,
  id: string,
  expectedVersion: ExpectedVersion,
): Promise<Role> {
  if (builtInOf(id)) throw new AppError('role_built_in')
  const [row] = await db.$queryRaw<RoleRow[]>`
    select id, key, name, description, permissions, version from roles where id = ${id} for update`
  const role = toRole(row ?? notFound(), 0)
  assertVersion(expectedVersion, role.version)
  assertHolds(session, role.permissions)
  return role
}

async function insertRole(db: OrgDb, session: OrgSession, input: CreateRoleInput): Promise<Role> {
  assertHolds(session, input.permissions)
  requireRecentSignInToGrant(session, input.permissions)
  if (input.key) assertFreeKey(input.key)
  await lockRoles(db, session)
  const own = (await readRoles(db)).filter((role) => !role.builtIn)
  if (own.length >= maxRoles)
    throw new AppError('conflict', { detail: `An organization has at most ${maxRoles} roles.` })
  assertFreeName(input.name, own)
  const isTaken = (key: string): boolean => own.some((role) => role.key === key)
  if (input.key && isTaken(input.key)) throw clash('key', 'A role with this key already exists.')
  const { name, description = '', permissions } = input
  const data = { key: input.key ?? proposeKey(name, isTaken), name, description, permissions: [...permissions] }
  const row = await db.role.create({ data, select: roleFields })
  const role = toRole(row, 0)
  await recordAudit(db, session, 'role.created', { type: 'role', id: role.id, name }, changesOf(nothing, role))
  return role
}

/** Serializes changes of roles, so that simultaneous ones neither share a name nor exceed the limit. */
const lockRoles = (db: OrgDb, { org }: OrgSession) =>
  db.$queryRaw`select pg_advisory_xact_lock(hashtext('roles'), hashtext(${org.id}))::text`

function assertHolds(session: OrgSession, permissions: readonly Permission[]): void {
  const missing = lackedBy(session, permissions)
  if (missing.length === 0) return
  const detail = `You can’t grant permissions you don’t have: ${missing.join(', ')}.`
  throw new AppError('insufficient_permissions', { detail, refused: refusedFor(missing) })
}

function assertFreeName(name: string, others: Role[]): void {
  const taken = [...builtInRoleKeys.map((key) => roleName(key)), ...others.map((role) => role.name)]
  if (taken.some((other) => looksLike(other, name))) throw clash('name', 'A role with this name already exists.')
}

const clash = (path: string, message: string) =>
  new AppError('conflict', { detail: message, errors: [{ path, message }] })

type Described = Pick<Role, 'name' | 'description' | 'permissions'>
const nothing: Described = { name: '', description: '', permissions: [] }

function changesOf(before: Described, after: Described): Record<string, [unknown, unknown]> {
  const fields = ['name', 'description', 'permissions'] as const
  const changed = fields.filter((field) => String(before[field]) !== String(after[field]))
  return Object.fromEntries(changed.map((field) => [field, [before === nothing ? null : before[field], after[field]]]))
}
