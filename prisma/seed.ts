// Fills an empty database with the demo data; run again, it adds only what is missing. A database with accounts of its own gets
// none, because everybody knows the password of the demo's: the status is 3 then. It uses the same scoped transactions as
// the application, so that the demo has nothing that the application could not have made. Only the three organizations are
// inserted directly, because an audit log that starts now could not have older events. `--members 10000` adds an organization
// with so many members.
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { hashSecret } from '@/lib/auth/hash-secret'
import { hashPassword } from '@/lib/auth/passwords'
import { disconnect } from '@/lib/db/client'
import type { MemberSession } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { messageFor, newSecret } from '@/lib/invitations/schema'
import { invite, type inviteSchema } from '@/lib/invitations/send'
import { maxCrowd } from './demo-crowd'
import { accounts, colleagues, demoPassword, organizationsOf } from './demo-data'
import { loadDemoResources } from './demo-resources'
import { bringInTrail, type Event } from './demo-trail'
import { configureDatabase } from '@/lib/server/start'
import { createOrganizationAs } from './create-organization'
import { seedCrowd } from './seed-crowd'

type Demo = ReturnType<typeof organizationsOf>[number]
type Row = z.infer<typeof inviteSchema>

const dayMs = 24 * 60 * 60 * 1000
const historyDays = 200
const inUse = 3
const resources = await loadDemoResources()

async function seed(): Promise<void> {
  if (await hasOwnAccounts()) {
    process.exitCode = inUse
    return
  }
  const people = await seedPeople()
  for (const organization of organizationsOf(getEnv().TENANCY_MODE)) await seedOrganization(organization, people)
  const { values } = parseArgs({ options: { members: { type: 'string', default: '0' } } })
  const count = Number(values.members)
  if (!Number.isInteger(count) || count < 0 || count > maxCrowd)
    throw new Error(`--members must be a whole number up to ${maxCrowd}.`)
  if (count > 0) await seedCrowd(count, people.get('olga@example.com')!, people.get('jane@example.com')!)
}

const hasOwnAccounts = (): Promise<boolean> =>
  withIdentity(async (db) => {
    const demo = { in: Object.keys(accounts) }
    if (await db.user.findFirst({ where: { email: demo }, select: { id: true } })) return false
    return (await db.user.findFirst({ select: { id: true } })) !== null
  })

async function seedPeople(): Promise<Map<string, string>> {
  const passwordHash = await hashPassword(demoPassword)
  const emailVerifiedAt = new Date()
  const everybody = Object.entries({ ...accounts, ...colleagues })
  return withIdentity(async (db) => {
    await db.user.createMany({
      data: everybody.map(([email, name]) => ({
        email,
        name,
        emailVerifiedAt,
        passwordHash: email in accounts ? passwordHash : null,
      })),
      skipDuplicates: true,
    })
    const users = await db.user.findMany({
      where: { email: { in: everybody.map(([email]) => email) } },
      select: { id: true, email: true },
    })
    return new Map(users.map((user) => [user.email, user.id]))
  })
}

async function seedOrganization(demo: Demo, people: Map<string, string>): Promise<void> {
  await createOrganizationAs(people.get(demo.members[0]![0])!, { ...demo, createdAt: foundedAt }, async (session) => {
    await fill(session, demo, people)
    const invitations = demo.invitations ?? []
    for (const [email, role, days] of invitations.filter(([, , daysAgo]) => daysAgo > 0))
      await inviteBefore(session, { email, role }, days)
    await tell(session)
    for (const [email, role] of invitations.filter(([, , daysAgo]) => daysAgo === 0))
      await invite(session, { email, role })
  })
}

const foundedAt = new Date(Date.now() - historyDays * dayMs)

async function tell(session: MemberSession): Promise<void> {
  const [members, invitations, roles] = await withOrg(session, 'org:members:read', async (db) => [
    await db.membership.findMany({
      orderBy: { joinedAt: 'asc' },
      select: { role: true, user: { select: { id: true, name: true } } },
    }),
    await db.invitation.findMany({ select: { id: true, email: true, role: true, createdAt: true } }),
    await db.role.findMany({ orderBy: { key: 'asc' }, select: { id: true, name: true, permissions: true } }),
  ])
  const people = members.map(({ role, user }, index) => ({ role, index, ...user }))
  const events: Event[] = []
  for (const { eventsOf } of resources)
    events.push(...(await withOrg(session, 'org:members:read', (db) => eventsOf(db, people))))
  await bringInTrail({ ...session.org, foundedAt }, people, events, invitations, roles)
}

// Like the application, with past times; the audit log has its event with the others.
async function inviteBefore(session: MemberSession, { email, role }: Row, days: number): Promise<void> {
  const token = newSecret()
  const createdAt = new Date(Date.now() - days * dayMs)
  const expiresAt = new Date(createdAt.getTime() + 7 * dayMs)
  const { subject, text, html } = messageFor(session, session.user.email, role, token)
  await withOrg(
    session,
    'org:invitations:write',
    (db) => db.$executeRaw`
      with mail as (select type_id('mail') as id), inserted as (
        insert into emails (id, "to", subject, text, html) select id, ${email}, ${subject}, ${text}, ${html} from mail
      )
      insert into invitations (email, role, token_hash, invited_by, email_id, created_at, expires_at)
        select ${email}, ${role}, ${hashSecret(token)}, ${session.userId}, id, ${createdAt}, ${expiresAt} from mail`,
  )
}

const fill = (session: MemberSession, demo: Demo, people: Map<string, string>): Promise<unknown> =>
  withOrg(session, 'org:members:write', async (db) => {
    await db.membership.updateMany({
      where: { userId: session.userId },
      data: { joinedAt: foundedAt, lastActiveAt: seenAgo(0) },
    })
    await db.organization.updateMany({ where: { slug: demo.slug }, data: { accessReportSince: foundedAt } })
    await db.role.createMany({ data: Object.entries(demo.roles ?? {}).map(([key, role]) => ({ key, ...role })) })
    const [, ...joining] = demo.members
    await db.membership.createMany({
      data: joining.map(([email, role], index) => ({
        userId: people.get(email)!,
        role,
        joinedAt: new Date(foundedAt.getTime() + (index + 1) * 9 * dayMs),
        lastActiveAt: seenAgo(index + 1),
      })),
    })
    const writers = demo.members.filter(([, role]) => role !== 'viewer').map(([email]) => people.get(email)!)
    for (const resource of resources) await resource.fill(db, { slug: demo.slug, writers, historyDays })
  })

// Some today, others weeks ago.
const seenAgo = (index: number): Date => new Date(Date.now() - (0.1 + ((index * 5) % 8) ** 1.6) * dayMs)

await configureDatabase()
await seed()
await disconnect()
