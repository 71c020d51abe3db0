// Deletes old rows of people, sessions, mails, tokens and rate limits, in parts. An organization's audit log has its own retention
// (lib/audit-log/trim.ts).
import { sql, type Sql } from '@/lib/db/sql'
import { withIdentity } from '@/lib/db/with-identity'
import { log } from '@/lib/log'
import { everyHour } from './schedule'

const defaultPartSize = 5_000

/**
 * The deletion of each table, in parts of `limit` rows. Row-level security shows this role only invitations and tokens
 * that have ended.
 */
const trims: Record<string, (limit: number) => Sql> = {
  // A session that ended keeps its address and browser for a month.
  sessions: (limit) => sql`
    delete from sessions where id in (
      select id from sessions where coalesce(ended_at, expires_at) < now() - interval '30 days' limit ${limit})`,
  email_tokens: (limit) => sql`
    delete from email_tokens where id in (
      select id from email_tokens where expires_at < now() - interval '7 days' limit ${limit})`,
  sign_in_codes: (limit) => sql`
    delete from sign_in_codes where id in (select id from sign_in_codes where expires_at < now() limit ${limit})`,
  used_proofs: (limit) => sql`
    delete from used_proofs where signature in (select signature from used_proofs where expires_at < now() limit ${limit})`,
  pending_sign_ins: (limit) => sql`
    delete from pending_sign_ins where secret_hash in (
      select secret_hash from pending_sign_ins where expires_at < now() limit ${limit})`,
  used_challenges: (limit) => sql`
    delete from used_challenges where challenge in (
      select challenge from used_challenges where expires_at < now() limit ${limit})`,
  emails: (limit) => sql`
    delete from emails where id in (
      select id from emails where status <> 'queued' and created_at < now() - interval '30 days' limit ${limit})`,
  invitations: (limit) => sql`
    delete from invitations where (organization_id, id) in (select organization_id, id from invitations limit ${limit})`,
  org_tokens: (limit) => sql`
    delete from org_tokens where ctid = any(array(
      select ctid from org_tokens where expires_at < now() - interval '1 day' limit ${limit}))`,
  deleted_tokens: (limit) => sql`
    delete from deleted_tokens where status_index in (
      select status_index from deleted_tokens where expires_at < now() - interval '1 day' limit ${limit})`,
  rate_limits: (limit) => sql`
    delete from rate_limits where key in (
      select key from rate_limits where expire < extract(epoch from now()) * 1000 limit ${limit})`,
}

/** Deletes everything that is due. Several servers may run it at once. Out: the number of rows per table. */
export async function trimAll(partSize = defaultPartSize): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [table, trim] of Object.entries(trims)) {
    let count = 0
    for (let part = partSize; part === partSize; count += part)
      part = await withIdentity((db) => db.$executeRaw(trim(partSize)))
    if (count > 0) log.info({ table, rows: count }, 'old rows were removed')
    counts[table] = count
  }
  return counts
}

export const startTrimWorker = (): void => everyHour('trimming', trimAll)
