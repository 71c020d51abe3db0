// Makes a person an owner on the server's terminal: when an organization has lost its owners' accounts.
import { recordAudit } from '@/lib/audit/record'
import { withOrg } from '@/lib/db/with-org'

const operator = { actor: { type: 'user' as const, id: 'system', name: 'The system' }, responsibleId: 'system' }

/** Adds the person if they are no member. Out: their former role, null for none. */
export const makeOwner = (organization: string, person: { id: string; name: string }): Promise<string | null> =>
  withOrg({ actorId: 'system', organization }, 'any:write', async (db) => {
    const { id: userId, name } = person
    const before = await db.membership.findFirst({ where: { userId }, select: { role: true } })
    if (before?.role === 'owner') return before.role
    if (before) await db.membership.updateMany({ where: { userId }, data: { role: 'owner' } })
    else await db.membership.create({ data: { userId, role: 'owner' }, select: { userId: true } })
    const action = before ? 'member.role_changed' : 'member.joined'
    await recordAudit(
      db,
      operator,
      action,
      { type: 'member', id: userId, name },
      { role: [before?.role ?? null, 'owner'] },
    )
    return before?.role ?? null
  })
