// Exports the data of one organization as an archive with a JSON file per table. It contains what the caller may read:
// the manifest names the tables that were left out and the permission that each takes. The archive is written while it
// is sent, in batches, each in a short transaction that checks the permission again: neither the database nor the memory
// holds more than one batch. So it is not a snapshot: changes made meanwhile may be in it or not.
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { organizationTarget, recordAudit } from '@/lib/audit/record'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { withReplica } from '@/lib/db/replica'
import { withOrg } from '@/lib/db/with-org'
import { assertPermission, can } from '@/lib/permissions/grants'
import { download } from '@/lib/requests/download'
import { counting } from '@/lib/requests/rate-limits'
import { assertSameOrigin } from '@/lib/requests/trust'
import { exportedTables, type ExportRow } from './export-tables'

const batchSize = 500
const type = 'application/zip'

/** Throws insufficient_permissions, reauth_required (tokens and API keys always). */
export const assertMayExport = async (ctx: OrgContext): Promise<void> => void (await authorizeExport(ctx))

/**
 * In: the caller, and the request: a link on another site's page is refused, and a HEAD starts no export. Out: the
 * archive. Throws as `assertMayExport` does, cross_origin and rate_limited, before the first byte.
 */
export async function exportOrganization(ctx: OrgContext, { method, headers }: Request): Promise<Response> {
  if (ctx.tokenId === null) assertSameOrigin(headers, { required: false })
  if (method === 'HEAD') {
    await assertMayExport(ctx)
    return new Response(null, { headers: { 'content-type': type } })
  }
  const session = await beginExport(ctx)
  const name = `${session.org.slug}-${new Date().toISOString().slice(0, 10)}.zip`
  return download(archive(session), { name, type })
}

const authorizeExport = (ctx: OrgContext): Promise<OrgSession> =>
  withOrg(ctx, 'org:manage', async (_db, session) => {
    requireRecentSignIn(session)
    return session
  })

async function beginExport(ctx: OrgContext): Promise<OrgSession> {
  const { id } = (await authorizeExport(ctx)).org
  return counting([['exports_by_organization', id]], () =>
    withOrg({ ...ctx, organization: id }, 'org:manage', async (db, session) => {
      requireRecentSignIn(session)
      await recordAudit(db, session, 'organization.exported', organizationTarget(session.org))
      return session
    }),
  )
}

function archive(session: OrgSession): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const counts: Record<string, number> = {}
  for (const { name, ...table } of exportedTables.filter((table) => can(session, table.permission))) {
    const rows = readAll(session, table, (count) => (counts[name] = count))
    addFile(zip, output, `${name}.json`, () => toJson(rows))
  }
  // The last file, so its presence shows that the archive is complete.
  addFile(zip, output, 'manifest.json', async function* () {
    yield `${JSON.stringify(manifestOf(session, counts), null, 2)}\n`
  })
  zip.end()
  return output
}

const manifestOf = (session: OrgSession, rows: Record<string, number>) => ({
  organization: session.org,
  exported_by: session.actor,
  finished_at: new Date(),
  rows,
  left_out: exportedTables
    .filter(({ permission }) => !can(session, permission))
    .map(({ name, permission }) => ({ table: name, permission })),
})

// An error breaks the connection, so that a partial archive does not look complete. A client that disconnects stops the
// reading.
function addFile(zip: ZipFile, output: Readable, name: string, content: () => AsyncGenerator<string>): void {
  zip.addReadStreamLazy(name, (give) => {
    const source = Readable.from(content(), { objectMode: false })
    source.on('error', (error) => output.destroy(error))
    const stop = () => void source.destroy()
    output.once('close', stop)
    source.once('close', () => output.off('close', stop))
    give(null, source)
  })
}

/** Yields the batches of a table, then reports the number of its rows. */
async function* readAll(
  session: OrgSession,
  { key, permission, read }: Pick<(typeof exportedTables)[number], 'key' | 'permission' | 'read'>,
  counted: (rows: number) => void,
): AsyncGenerator<ExportRow[]> {
  let after = ''
  let count = 0
  for (let full = true; full;) {
    const rows = await withReplica({ ...session, tokenId: null }, permission, (db, now) => {
      assertPermission(now, 'org:manage')
      return read(db, after, batchSize)
    })
    if (rows.length > 0) yield rows
    count += rows.length
    full = key !== null && rows.length === batchSize
    if (full) after = String(rows.at(-1)![key!])
  }
  counted(count)
}

async function* toJson(batches: AsyncGenerator<ExportRow[]>): AsyncGenerator<string> {
  let opening = '[\n'
  for await (const rows of batches) {
    yield opening + rows.map((row) => JSON.stringify(row)).join(',\n')
    opening = ',\n'
  }
  yield opening === '[\n' ? '[]\n' : '\n]\n'
}
