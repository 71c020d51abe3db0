// The distinct actions of an organization's audit log.
import { sql } from '@/lib/db/sql'

/**
 * The actions that occur in the audit log, as the CTE `names`. It skips through an index from one action to the next,
 * so its cost does not grow with the log.
 */
export const actionNames = sql`
  with recursive names as (
    (select action from audit_events where organization_id = current_org() order by action limit 1)
    union all
    select (select n.action from audit_events n where n.organization_id = current_org() and n.action > names.action
      order by n.action limit 1) from names where names.action is not null
  )`
