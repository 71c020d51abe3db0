// The audit log of a demo organization over the last weeks. The events are inserted with their own times, which a job may do
// and a member may not.
import { randomUUID } from 'node:crypto'
import { permissionWords } from '@/lib/permissions/catalogue'
import { systemContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'

export type Person = { id: string; name: string; role: string; index: number }
type Invitation = { id: string; email: string; role: string; createdAt: Date }
type Role = { id: string; name: string; permissions: string[] }
type Told = { at: Date; action: string; by: Person | null; target: { type: string; id: string | null; name: string } }
export type Event = Told & { changes?: Record<string, [unknown, unknown]> }

export const dayMs = 24 * 60 * 60 * 1000
export const days = 29

/** Writes the audit log of a new organization, from its creation to this minute. The first member created it. */
export async function bringInTrail(
  org: { id: string; name: string; slug: string; foundedAt: Date },
  people: Person[],
  resourceEvents: Event[],
  invitations: Invitation[],
  roles: Role[],
): Promise<void> {
  const founding: Event = {
    at: org.foundedAt,
    action: 'organization.created',
    by: people[0]!,
    target: { type: 'organization', id: org.id, name: org.name },
    changes: { name: [null, org.name], slug: [null, org.slug] },
  }
  const told = [
    ...signIns(people),
    ...resourceEvents,
    ...changesOfRoles(people),
    ...invitations.map((invitation) => toInvited(invitation, people[0]!)),
    ...roles.map((role, index) => toDefined(role, index, people[0]!)),
  ]
  const events = told.filter(({ at }) => at.getTime() < Date.now() - 60_000)
  await insert(org.id, [founding, ...events.sort((a, b) => a.at.getTime() - b.at.getTime())])
}

export const ago = (daysAgo: number, hour: number, minute: number): Date => {
  const day = new Date(Date.now() - daysAgo * dayMs)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hour, minute, (minute * 7) % 60))
}

// Looks random, and is the same in every demo.
export const chance = (a: number, b: number): number => Math.abs(Math.sin(a * 12.9898 + b * 78.233) * 43758.5453) % 1

function signIns(people: Person[]): Event[] {
  const events: Event[] = []
  for (let day = days; day >= 0; day--) {
    const weekend = [0, 6].includes(ago(day, 12, 0).getUTCDay())
    for (const person of people) {
      if (chance(day, person.index) > (weekend ? 0.12 : 0.62)) continue
      const at = ago(day, 7 + Math.floor(3 * chance(person.index, day)), Math.floor(60 * chance(day + 1, person.index)))
      events.push({ at, action: 'session.entered', by: person, target: { type: 'user', ...person } })
      if (chance(day + 2, person.index) < 0.25) {
        const end = new Date(at.getTime() + 8.4 * 60 * 60 * 1000)
        events.push({ at: end, action: 'session.ended', by: person, target: { type: 'user', ...person } })
      }
    }
  }
  return events
}

const toInvited = ({ id, email, role, createdAt }: Invitation, by: Person): Event => ({
  at: createdAt,
  action: 'invitation.created',
  by,
  target: { type: 'invitation', id, name: email },
  changes: { role: [null, role] },
})

const toDefined = ({ id, name, permissions }: Role, index: number, by: Person): Event => ({
  at: ago(26, 14, 3 + 9 * index),
  action: 'role.created',
  by,
  target: { type: 'role', id, name },
  changes: { name: [null, name], permissions: [null, permissions] },
})

// A viewer was a member before, and has since tried once to write.
function changesOfRoles(people: Person[]): Event[] {
  const [founder] = people as [Person]
  const change = (person: Person, before: string, daysAgo: number): Event => ({
    at: ago(daysAgo, 10, 5 + person.index * 6),
    action: 'member.role_changed',
    by: founder,
    target: { type: 'member', id: person.id, name: person.name },
    changes: { role: [before, person.role] },
  })
  return people.slice(1).flatMap((person) => {
    if (!['member', 'viewer'].includes(person.role)) return [change(person, 'member', 23)]
    if (person.role !== 'viewer') return []
    const permission = 'org:members:write'
    const target = { type: 'permission', id: permission, name: permissionWords[permission] }
    return [change(person, 'member', 12), { at: ago(11, 13, 37), action: 'access.refused', by: person, target }]
  })
}

async function insert(organizationId: string, events: Event[]): Promise<void> {
  const rows = events.map(({ at, action, by, target, changes = {} }) => ({
    occurred_at: at.toISOString(),
    action,
    actor_type: by ? 'user' : 'system',
    actor_id: by?.id ?? null,
    actor_name: by?.name ?? 'Somebody',
    target_type: target.type,
    target_id: target.id,
    target_name: target.name,
    changes,
    ip: by ? `203.0.113.${10 + by.index}` : '198.51.100.23',
    request_id: randomUUID(),
  }))
  await withOrg(
    systemContext(organizationId),
    'any:write',
    (db) => db.$executeRaw`
      insert into audit_events (occurred_at, action, actor_type, actor_id, actor_name, target_type, target_id, target_name,
        changes, ip, request_id)
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(occurred_at timestamptz, action text,
        actor_type text, actor_id text, actor_name text, target_type text, target_id text, target_name text, changes jsonb,
        ip text, request_id text)
      order by occurred_at`,
  )
}
