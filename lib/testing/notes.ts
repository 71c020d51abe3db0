// A resource that exists in tests alone. What must hold for every resource is tested with notes, so that the tests pass
// when the sample is removed or another resource is added. Built like lib/projects; its table is lib/testing/notes.sql, and since
// schema.prisma does not know it, every query is SQL.
import { changesBetween, recordAudit } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/session'
import { empty, literalLike, sql, type Sql } from '@/lib/db/sql'
import { queryOrg, withOrg, type OrgDb } from '@/lib/db/with-org'
import { notFound } from '@/lib/errors'
import { type Page, readCursor, toPage } from '@/lib/pagination'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import type { Resource } from '@/lib/resources'

// Permissions that exist whatever the resources are: every built-in role has the first, only owners and admins the second.
export const readNotes = 'org:members:read'
export const writeNotes = 'org:members:write'

/** The declaration that lib/notes/resource.ts would export, for tests of code that reads `resources`. */
export const noteResource: Resource = {
  noun: 'note',
  label: 'Notes',
  path: 'notes',
  icon: 'overview',
  description: 'What the tests write down.',
  permissions: { read: readNotes, write: writeNotes },
  title: 'name',
  archived: 'archived_at',
  creation: async () => ({
    form: [{ name: 'name', label: 'Name', type: 'text' }],
    create: (ctx, { name = '' }) => createNote(ctx, { name }),
  }),
  exported: ['id', 'name', 'description', 'archived_at', 'created_by', 'created_at', 'updated_at'],
  sentences: {
    'note.updated': ({ name, changes }) =>
      changes.name ? `renamed the note ${String(changes.name[0])} to ${name}` : `changed the note ${name}`,
  },
}

export type Note = {
  id: string
  name: string
  description: string
  archivedAt: Date | null
  createdAt: Date
  updatedAt: Date
  createdBy: string | null
}

type NewNote = { name: string; description?: string | undefined }
type NoteChanges = { name?: string | undefined; description?: string | undefined; archived?: boolean | undefined }

const columns = sql`id, name, description, archived_at as "archivedAt", created_at as "createdAt",
  updated_at as "updatedAt", created_by as "createdBy"`

export const createNote = (ctx: OrgContext, { name, description = '' }: NewNote): Promise<Note> =>
  withOrg(ctx, writeNotes, async (db, session) => {
    const [note] = await db.$queryRaw<Note[]>`
      insert into notes (name, description, created_by) values (${name}, ${description}, ${session.responsibleId})
      returning ${columns}`
    const changes = changesBetween({ name: null, description: description ? null : '' }, { name, description })
    await recordAudit(db, session, 'note.created', toTarget(note!), changes)
    return note!
  })

/** Newest first. `query` looks in names. Throws validation_failed for the cursor of another list. */
export const listNotes = (
  ctx: OrgContext,
  input: { limit: number; cursor?: string | undefined; query?: string | undefined },
): Promise<Page<Note>> =>
  queryOrg(
    ctx,
    readNotes,
    input.cursor === undefined
      ? queryNotes(input, null)
      : ({ org }) => queryNotes(input, readCursor(input.cursor, scopeOf(org), 2)),
    (rows: Note[], { org }) => toPage(rows, input.limit, scopeOf(org), (row) => [row.createdAt.toISOString(), row.id]),
  )

const scopeOf = ({ id }: { id: string }): string => `notes ${id}`

const queryNotes = (input: { limit: number; query?: string | undefined }, after: string[] | null): Sql => sql`
  select ${columns} from notes
  where organization_id = current_org()
    ${input.query ? sql`and name ilike ${`%${literalLike(input.query)}%`}` : empty}
    ${after ? sql`and (created_at, id) < (${after[0]}::timestamptz, ${after[1]})` : empty}
  order by created_at desc, id desc limit ${input.limit + 1}`

export const getNote = (ctx: OrgContext, id: string): Promise<Note> =>
  withOrg(ctx, readNotes, async (db) => {
    const [note] = await db.$queryRaw<Note[]>`select ${columns} from notes where id = ${id}`
    return note ?? notFound()
  })

/** How many the transaction sees. */
export async function countNotes(db: OrgDb): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`select count(*)::int as count from notes`
  return row!.count
}

/** `expectedVersion`: the time of its last change. Throws not_found, precondition_failed. */
export const updateNote = (
  ctx: OrgContext,
  id: string,
  changes: NoteChanges,
  expectedVersion?: ExpectedVersion,
): Promise<Note> =>
  withOrg(ctx, writeNotes, async (db, session) => {
    const before = await lock(db, id, expectedVersion)
    const after = { ...before, ...changes }
    const [note] = await db.$queryRaw<Note[]>`
      update notes set name = ${after.name}, description = ${after.description}, updated_at = now(),
        archived_at = case when ${after.archived} then coalesce(archived_at, now()) end
      where id = ${id} returning ${columns}`
    const differences = changesBetween(before, changes)
    if (Object.keys(differences).length > 0)
      await recordAudit(db, session, 'note.updated', toTarget(note!), differences)
    return note!
  })

export const removeNote = (ctx: OrgContext, id: string, expectedVersion?: ExpectedVersion): Promise<void> =>
  withOrg(ctx, writeNotes, async (db, session) => {
    const { name } = await lock(db, id, expectedVersion)
    await db.$executeRaw`delete from notes where id = ${id}`
    await recordAudit(db, session, 'note.deleted', toTarget({ id, name }), { name: [name, null] })
  })

// The current row, locked against other changes until this transaction ends.
async function lock(db: OrgDb, id: string, expectedVersion: ExpectedVersion) {
  const [row] = await db.$queryRaw<{ name: string; description: string; archived: boolean; version: Date }[]>`
    select name, description, archived_at is not null as archived, updated_at as version
    from notes where id = ${id} for update`
  const { version, ...before } = row ?? notFound()
  assertVersion(expectedVersion, version)
  return before
}

const toTarget = ({ id, name }: { id: string; name: string }) => ({ type: 'note', id, name })
