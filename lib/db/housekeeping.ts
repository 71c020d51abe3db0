// What is done to all organizations in turn and concerns none of their content: removing what nobody keeps. Each call is one
// SQL function that drops to a weak role by itself, and takes a part that a transaction holds easily. Several servers may
// call at once: whoever comes second finds the organization locked, and goes on to the next.
import { callForLong } from './transaction'

/** The deleted organizations whose time is over, the longest deleted first. */
export const dueOrganizations = (): Promise<string[]> => idsOf('select due_organizations() as id')

/** Removes at most `limit` rows of each kind, or the organization with the rest. Out: null where somebody else does. */
export async function purgeOrg(organizationId: string, limit: number): Promise<'part' | 'purged' | null> {
  const [row] = await callForLong<{ done: 'part' | 'purged' | null }>('select purge_organization($1, $2) as done', [
    organizationId,
    limit,
  ])
  return row!.done
}

/** The organizations whose audit trail holds more than they keep. */
export const dueTrails = (): Promise<string[]> => idsOf('select due_audit_trails() as id')

/** Removes at most `limit` of the oldest events that the retention lets go. Out: how many. */
export async function trimTrail(organizationId: string, limit: number): Promise<number> {
  const [row] = await callForLong<{ count: number }>('select trim_audit_trail($1, $2) as count', [
    organizationId,
    limit,
  ])
  return row!.count
}

const idsOf = async (sql: string): Promise<string[]> => (await callForLong<{ id: string }>(sql, [])).map(({ id }) => id)
