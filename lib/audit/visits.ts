// Records in an organization's audit log when a session first accesses it and when that session ends. An organization
// learns nothing about a person's sessions elsewhere.
import { recordAudit } from './record'
import { systemContext, type MemberSession, type Origin } from '@/lib/db/session'
import type { IdentityDb } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { log } from '@/lib/log'

/** Records the first access of a session. A failure to record is logged and does not fail the request. */
export async function recordVisit(session: MemberSession): Promise<void> {
  if (session.hasVisited) return
  try {
    await withOrg({ ...session, tokenId: null }, 'any', async (db) => {
      const isFirst = await db.$executeRaw`
        insert into organization_visits (session_id) values (${session.sessionId}) on conflict do nothing`
      const { id, name } = session.user
      if (isFirst) await recordAudit(db, session, 'session.entered', { type: 'user', id, name })
    })
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : '' }, 'a visit could not be recorded')
  }
}

/** Ids of the organizations that any of the sessions has accessed. */
export const visitedOrganizations = async (db: IdentityDb, sessionIds: string[]): Promise<string[]> => {
  const visits = await db.organizationVisit.findMany({
    where: { sessionId: { in: sessionIds } },
    distinct: 'organizationId',
    select: { organizationId: true },
  })
  return visits.map(({ organizationId }) => organizationId)
}

type Person = { id: string; name: string }

/**
 * Records the end of a person's sessions in each organization, one after the other, so that no transaction waits for
 * two logs.
 */
export async function recordSessionEnd(organizations: string[], person: Person, origin?: Origin): Promise<void> {
  const author = { actor: { type: 'user' as const, ...person }, responsibleId: person.id, ...(origin && { origin }) }
  for (const organization of organizations) {
    try {
      await withOrg(systemContext(organization), 'any:write', async (db) => {
        // A former member's sessions are not the organization's business.
        const where = { userId: person.id, organization: { deletedAt: null } }
        if ((await db.membership.count({ where })) === 0) return
        await recordAudit(db, author, 'session.ended', { type: 'user', ...person })
      })
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : '' }, 'the end of a session could not be recorded')
    }
  }
}
