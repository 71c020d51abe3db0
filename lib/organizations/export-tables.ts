// The content of an export: a file per table, with the columns named here and without secrets or their hashes. Each
// table names the permission that reads it elsewhere, too. It is read in batches by its primary key, so that it need not
// fit into memory.
import { columnList, tableName } from '@/lib/db/sql'
import type { OrgDb } from '@/lib/db/with-org'
import type { Permission } from '@/lib/permissions/catalogue'
import { resources, tableOf } from '@/lib/resources'

export type ExportRow = Record<string, unknown>

type ExportedTable = {
  /** The name of the file, and of the table unless `table` is given. */
  name: string
  table?: string
  /** What a reader of this table needs. */
  permission: Permission
  /** The column to read the table by, unique in an organization; null for a table with one row. */
  key: string | null
  /** Rows after the key `after`, in its order. */
  read: (db: OrgDb, after: string, limit: number) => Promise<ExportRow[]>
}

const ownTables: readonly ExportedTable[] = [
  {
    name: 'organization',
    table: 'organizations',
    permission: 'org:read',
    key: null,
    read: (db) => db.$queryRaw<ExportRow[]>`
      select id, slug, name, logo_url, created_at, updated_at from organizations where id = current_org()`,
  },
  {
    name: 'organization_slugs',
    permission: 'org:read',
    key: 'slug',
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select slug, released_at from organization_slugs
      where organization_id = current_org() and slug > ${after} order by slug limit ${limit}`,
  },
  {
    name: 'members',
    table: 'memberships',
    permission: 'org:members:read',
    key: 'user_id',
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select m.user_id, u.name, u.email, u.image_url, m.role, m.joined_at, m.last_active_at, m.api_key_id
      from memberships m join users u on u.id = m.user_id
      where m.organization_id = current_org() and m.user_id > ${after} order by m.user_id limit ${limit}`,
  },
  {
    name: 'roles',
    permission: 'org:read',
    key: 'id',
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select id, key, name, description, permissions, version, created_at, updated_at from roles
      where organization_id = current_org() and id > ${after} order by id limit ${limit}`,
  },
  {
    name: 'invitations',
    permission: 'org:invitations:read',
    key: 'id',
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select id, email, role, invited_by, api_key_id, created_at, expires_at, accepted_at, declined_at, revoked_at from invitations
      where organization_id = current_org() and id > ${after} order by id limit ${limit}`,
  },
  {
    name: 'ownership_transfers',
    permission: 'org:read',
    key: 'id',
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select id, user_id, offered_by, created_at, expires_at, accepted_at, declined_at, revoked_at
      from ownership_transfers
      where organization_id = current_org() and id > ${after} order by id limit ${limit}`,
  },
  {
    name: 'api_keys',
    permission: 'org:api_keys:read',
    key: 'id',
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select id, name, role, permissions, prefix, created_by, created_at, expires_at, last_used_at, last_used_ip, revoked_at
      from api_keys where organization_id = current_org() and id > ${after} order by id limit ${limit}`,
  },
  {
    name: 'audit_events',
    permission: 'org:audit:read',
    key: 'sequence',
    // With both hashes, so that the chain can be verified without us. The sequence is cast to double precision (exact
    // up to 2^53), because JSON cannot contain a bigint.
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select id, sequence::double precision, action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id,
        target_name, changes, ip, request_id, occurred_at, previous_hash, hash
      from audit_events where organization_id = current_org() and sequence > ${Number(after || 0)}
      order by sequence limit ${limit}`,
  },
  {
    name: 'audit_trails',
    permission: 'org:audit:read',
    key: 'organization_id',
    // The start of the chain after older events were deleted.
    read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
      select organization_id, retention_days, shortened_at, anchor_sequence::double precision, anchor_hash, anchor_at
      from audit_trails where organization_id = current_org() and organization_id > ${after} limit ${limit}`,
  },
]

const resourceTables: readonly ExportedTable[] = resources.map((resource) => ({
  name: tableOf(resource),
  permission: resource.permissions.read,
  key: 'id',
  read: (db, after, limit) => db.$queryRaw<ExportRow[]>`
    select ${columnList(resource.exported)} from ${tableName(tableOf(resource))}
    where organization_id = current_org() and id > ${after} order by id limit ${limit}`,
}))

export const exportedTables: readonly ExportedTable[] = [...resourceTables, ...ownTables]

/** Tenant tables that the export leaves out, with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  organization_visits: 'Which sign-ins have been there: the audit log says so, by person.',
  member_terms: 'Made of the names and addresses of the members, to find them by.',
  org_tokens:
    'Proofs of who is signed in, which live for minutes. Their issue says nothing that the audit trail does not.',
  organization_logos: 'A picture: it is at the address that the organization names.',
}
