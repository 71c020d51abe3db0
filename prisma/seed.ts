// Fills an empty database with the demo; run again, it adds only what is missing. It goes through the same doors as the
// application, so that the demo cannot hold what the application could not have made. `--members 10000` adds an
// organization with so many.
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { hashPassword } from '@/lib/auth/passwords'
import { database } from '@/lib/db/client'
import type { MemberEntry } from '@/lib/db/entry'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { invite, type inviteSchema } from '@/lib/invitations/send'
import { maxCrowd } from './demo-crowd'
import { accounts, colleagues, demoPassword, organizations } from './demo-data'
import { foundAs } from './found-as'
import { seedCrowd } from './seed-crowd'

type Demo = (typeof organizations)[number]
type Row = z.infer<typeof inviteSchema>

const dayMs = 24 * 60 * 60 * 1000
const historyDays = 200

async function seed(): Promise<void> {
  if (getEnv().APP_MODE === 'production') throw new Error('The demo accounts do not belong into production.')
  const people = await seedPeople()
  for (const organization of organizations) await seedOrganization(organization, people)
  const { values } = parseArgs({ options: { members: { type: 'string', default: '0' } } })
  const count = Number(values.members)
  if (!Number.isInteger(count) || count < 0 || count > maxCrowd)
    throw new Error(`--members must be a whole number up to ${maxCrowd}.`)
  if (count > 0) await seedCrowd(count, people.get('olga@example.com')!, people.get('jane@example.com')!)
}

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
  await foundAs(people.get(demo.members[0]![0])!, demo, async (entry) => {
    await fill(entry, demo, people)
    for (const [email, role, days] of demo.invitations ?? []) await inviteBefore(entry, { email, role }, days)
  })
}

// As the application does it; only then moved back in time.
async function inviteBefore(entry: MemberEntry, row: Row, days: number): Promise<void> {
  const { id, createdAt, expiresAt } = await invite(entry, row)
  const earlier = (date: Date) => new Date(date.getTime() - days * dayMs)
  await withOrg(entry, 'org:invitations:write', (db) =>
    db.invitation.updateMany({ where: { id }, data: { createdAt: earlier(createdAt), expiresAt: earlier(expiresAt) } }),
  )
}

const fill = (entry: MemberEntry, demo: Demo, people: Map<string, string>): Promise<unknown> =>
  withOrg(entry, 'org:members:write', async (db) => {
    const founded = new Date(Date.now() - historyDays * dayMs)
    await db.membership.updateMany({
      where: { userId: entry.userId },
      data: { joinedAt: founded, lastActiveAt: seenAgo(0) },
    })
    const [, ...joining] = demo.members
    await db.membership.createMany({
      data: joining.map(([email, role], index) => ({
        userId: people.get(email)!,
        role,
        joinedAt: new Date(founded.getTime() + (index + 1) * 9 * dayMs),
        lastActiveAt: seenAgo(index + 1),
      })),
    })
    const writers = demo.members.filter(([, role]) => role !== 'viewer').map(([email]) => people.get(email)!)
    const lines = demo.projects.trim().split('\n')
    await db.project.createMany({ data: lines.map((line, index) => toProject(line, index, lines.length, writers)) })
  })

// Some of them today, others weeks ago.
const seenAgo = (index: number): Date => new Date(Date.now() - (0.1 + ((index * 5) % 8) ** 1.6) * dayMs)

// Spread over the months, the newest first, with gaps that look like people rather than like a loop.
function toProject(line: string, index: number, count: number, writers: string[]) {
  const [name = '', description = ''] = line.replace(/^\*/, '').split(' | ')
  const age = ((index + 0.4 * Math.sin(index * 2.3)) / count) * (historyDays - 20) + 0.15
  const createdAt = new Date(Date.now() - age * dayMs)
  const touched = new Date(createdAt.getTime() + age * dayMs * (0.2 + 0.6 * Math.abs(Math.sin(index))))
  return {
    name,
    description,
    createdAt,
    updatedAt: touched,
    createdBy: writers[Math.floor(997 * Math.abs(Math.sin(index + 1))) % writers.length]!,
    archivedAt: line.startsWith('*') ? touched : null,
  }
}

await seed()
await database().prisma.$disconnect()
await database().pool.end()
