// Erases accounts whose time to take the deletion back is over: first the person's name, address and network in the audit
// logs, one organization at a time, then the account with everything that is only theirs. A failure does not stop the
// others and is retried in the next run; so does an account that still owns an organization that waits to be purged.
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { attemptEach, everyHour } from '@/lib/jobs/schedule'
import { log } from '@/lib/log'
import { accountRestorableDays } from './deletion'

/** Erases everything that is due. Several servers may run it at once. Out: the number of accounts. */
export async function eraseDue(): Promise<number> {
  const due = await withIdentity(
    (db) => db.$queryRaw<{ id: string; email: string }[]>`
      select id, email from users where deleted_at < now() - make_interval(days => ${accountRestorableDays}::int)`,
  )
  return attemptEach(due, erase, ({ id }, { message }) =>
    log.warn({ user_id: id, error: message }, 'a deleted account could not be erased'),
  )
}

async function erase({ id, email }: { id: string; email: string }): Promise<number> {
  for (const organization of await listTrails(id))
    await withIdentity(
      (db) => db.$queryRaw`select erase_from_trail(${id}, ${organization}, ${accountRestorableDays}::int)`,
    )
  const erased = await withIdentity(async (db) => {
    await db.email.deleteMany({ where: { to: email } })
    return db.$executeRaw`
      delete from users where id = ${id} and deleted_at < now() - make_interval(days => ${accountRestorableDays}::int)`
  }).catch(unlessOwner)
  if (erased) log.info({ user_id: id }, 'a deleted account was erased')
  return erased
}

// Waits for the purge of an organization: not a failure.
function unlessOwner(error: unknown): number {
  if (error instanceof AppError && error.code === 'last_owner') return 0
  throw error
}

const listTrails = async (id: string): Promise<string[]> => {
  const rows = await withIdentity(
    (db) => db.$queryRaw<{ organization: string }[]>`
      select trails_of(${id}, ${accountRestorableDays}::int) as organization`,
  )
  return rows.map(({ organization }) => organization)
}

export const startErasureWorker = (): void => everyHour('erasing accounts', eraseDue)
