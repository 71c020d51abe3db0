// The servers that use this database, by the names of their connections. Every login sees the names of all.
import { connectionName } from './client'
import { askAs } from './transaction'

/** Whether a server with this TENANCY_MODE is connected. On the embedded database there is never another server. */
export async function isServedWith(tenancyMode: string): Promise<boolean> {
  const text = 'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 limit 1'
  const values = [connectionName('identity', tenancyMode)]
  const [found] = await askAs('identity', 'identity', [{ text, values }])
  return found!.rows.length > 0
}
