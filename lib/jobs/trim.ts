// Forgets what nobody needs any longer, a part at a time. What an organization keeps is its own business (lib/audit/trim.ts); this
// is about people and sign-ins, and the traces of both.
import { withIdentity } from '@/lib/db/with-identity'
import { raw } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { everyHour } from '@/lib/turns'

const usualPart = 5_000

type Kept = { table: string; keys: string; until: string }

/** What goes when. The database lets this role see nothing of the invitations and tokens that still count. */
const kept: readonly Kept[] = [
  // A sign-in that ended keeps its address and browser for a month.
  { table: 'sessions', keys: 'id', until: `coalesce(ended_at, expires_at) < now() - interval '30 days'` },
  { table: 'email_tokens', keys: 'id', until: `expires_at < now() - interval '7 days'` },
  { table: 'emails', keys: 'id', until: `status <> 'queued' and created_at < now() - interval '30 days'` },
  { table: 'invitations', keys: 'organization_id, id', until: 'true' },
  { table: 'org_tokens', keys: 'organization_id, id', until: `expires_at < now() - interval '1 day'` },
  { table: 'deleted_tokens', keys: 'status_index', until: `expires_at < now() - interval '1 day'` },
]

/** Everything that is due. Several servers may do it at once. Out: how many rows of each table. */
export async function trimAll(partSize = usualPart): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const rows of kept) counts[rows.table] = await trimTable(rows, partSize)
  return counts
}

async function trimTable({ table, keys, until }: Kept, partSize: number): Promise<number> {
  let count = 0
  for (let part = partSize; part === partSize; count += part)
    part = await withIdentity(
      (db) => db.$executeRaw`
        delete from ${raw(table)} where (${raw(keys)}) in (
          select ${raw(keys)} from ${raw(table)} where ${raw(until)} limit ${partSize})`,
    )
  if (count > 0) log.info({ table, rows: count }, 'old rows were removed')
  return count
}

export const startTrimWorker = (): void => everyHour('trimming', trimAll)
