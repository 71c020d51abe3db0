// A sign-in is told to the audit log of an organization when it enters there, the first time, and so is its end. Of what a
// person does elsewhere an organization learns nothing.
import { recordAudit } from './record'
import { systemContext, type MemberSession, type Origin } from '@/lib/db/session'
import type { IdentityDb } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { log } from '@/lib/log'

/** Once for each session and organization. What it is told of goes on if the log cannot be written. */
export async function noteVisit(session: MemberSession): Promise<void> {
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

/** The organizations that any of some sessions has entered. */
export const visitedBy = async (db: IdentityDb, sessionIds: string[]): Promise<string[]> => {
  const visits = await db.organizationVisit.findMany({
    where: { sessionId: { in: sessionIds } },
    distinct: 'organizationId',
    select: { organizationId: true },
  })
  return visits.map(({ organizationId }) => organizationId)
}

type Person = { id: string; name: string }

/** Tells each of the organizations that a person's sign-ins there have ended, one after the other: none waits for another's log. */
export async function noteEnd(organizations: string[], person: Person, origin?: Origin): Promise<void> {
  const author = { actor: { type: 'user' as const, ...person }, responsibleId: person.id, ...(origin && { origin }) }
  for (const organization of organizations) {
    try {
      await withOrg(systemContext(organization), 'any:write', async (db) => {
        // Of a person who has left, an organization learns nothing more.
        const where = { userId: person.id, organization: { deletedAt: null } }
        if ((await db.membership.count({ where })) === 0) return
        await recordAudit(db, author, 'session.ended', { type: 'user', ...person })
      })
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : '' }, 'the end of a session could not be recorded')
    }
  }
}
