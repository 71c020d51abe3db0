// How many organizations a person may have: any number, or exactly one (TENANCY_MODE). The database enforces it, so the
// server writes the mode to the database when it starts. It refuses to start with single while a person has two, and while
// another server runs with the other mode.
import { isServedWith } from '@/lib/db/servers'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'

export const isSingleTenancy = (): boolean => getEnv().TENANCY_MODE === 'single'

/** Throws an explanation if people have more organizations than the mode allows, or another server has another mode. */
export async function applyTenancyMode(): Promise<void> {
  const mode = getEnv().TENANCY_MODE
  const other = mode === 'single' ? 'multiple' : 'single'
  if (await isServedWith(other))
    throw new Error(`TENANCY_MODE=${mode}: a server with TENANCY_MODE=${other} uses this database. Stop it first.`)
  const [row] = await withIdentity(
    (db) => db.$queryRaw<{ several: number }[]>`select set_tenancy_mode(${mode}) as several`,
  )
  const { several } = row!
  if (several === 0) return
  const people = several === 1 ? '1 person belongs' : `${several} people belong`
  throw new Error(
    `TENANCY_MODE=single: ${people} to more than one organization. Remove them from all but one, use TENANCY_MODE=multiple, or with the embedded database delete .data to begin again.`,
  )
}
