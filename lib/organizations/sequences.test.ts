// Random sequences of what several people do at once in two organizations, compared with a simple model. After every step: each
// organization has an owner, only people who accepted are members, no member reads another organization, no token is above the live role,
// and the audit chain verifies. PROPERTY_SEED repeats a run; PROPERTY_RUNS makes it longer.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyAuditChainOf } from '@/lib/audit-log/verify'
import type { MemberContext } from '@/lib/db/session'
import { acceptMyInvitation, listMyInvitations } from '@/lib/invitations/answer'
import { invite } from '@/lib/invitations/send'
import { changeRole, leaveOrganization, removeMember } from '@/lib/members/commands'
import { listMembers } from '@/lib/members/queries'
import { issueOrgToken } from '@/lib/org-token/issue'
import { findLiveToken } from '@/lib/org-token/live'
import { permissionsOf } from '@/lib/permissions/roles'
import { asOwner, createOrg, addMember, createSession, createUser } from '@/lib/testing/fixtures'

const roles = ['owner', 'admin', 'member', 'viewer'] as const
type Role = (typeof roles)[number]
const rankOf = (role: Role | undefined): number => (role ? roles.length - roles.indexOf(role) : 0)

const peopleCount = 4
// On a busy machine fewer runs count.
const longestMs = 60_000
const kinds = ['invite', 'accept', 'change', 'remove', 'leave', 'token'] as const
type Action = { kind: (typeof kinds)[number]; org: number; actor: number; target: number; role: Role }

const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom(...kinds),
  org: fc.integer({ min: 0, max: 1 }),
  actor: fc.integer({ min: 0, max: peopleCount - 1 }),
  target: fc.integer({ min: 0, max: peopleCount - 1 }),
  role: fc.constantFrom(...roles),
})
// One action alone, whose outcome the model knows, or a few at the same moment.
const steps = fc.array(fc.array(action, { minLength: 1, maxLength: 3 }), { minLength: 5, maxLength: 15 })

type Person = { id: string; email: string; contexts: MemberContext[] }
type World = {
  orgs: { id: string; slug: string }[]
  people: Person[]
  tokens: { text: string; org: number; person: number }[]
}
/** Of each organization: the role of each person, by their number. */
type Members = Map<number, Role>[]

// Who is there at the beginning: of each organization, the role of each person.
const founders: (Role | null)[][] = [
  ['owner', 'admin', 'member', null],
  ['viewer', 'owner', null, 'admin'],
]

async function createWorld(): Promise<World> {
  const orgs = [await createOrg(), await createOrg()]
  const people: Person[] = []
  for (let i = 0; i < peopleCount; i++) {
    const { id, email } = await createUser()
    const session = await createSession(id)
    people.push({ id, email, contexts: orgs.map(({ slug }) => ({ ...session, organization: slug, tokenId: null })) })
  }
  for (const [org, ofOrg] of founders.entries())
    for (const [person, role] of ofOrg.entries()) if (role) await addMember(orgs[org]!.id, people[person]!.id, role)
  return { orgs, people, tokens: [] }
}

async function readMembers({ orgs, people }: World): Promise<Members> {
  const rows = await asOwner<{ organization_id: string; user_id: string; role: Role }>(
    'select organization_id, user_id, role from memberships where organization_id = any($1)',
    [orgs.map(({ id }) => id)],
  )
  return orgs.map(({ id }) => {
    const own = rows.filter(({ organization_id }) => organization_id === id)
    return new Map(own.map(({ user_id, role }) => [people.findIndex((person) => person.id === user_id), role]))
  })
}

async function perform(world: World, { kind, org, actor, target, role }: Action): Promise<void> {
  const { people, orgs, tokens } = world
  const ctx = people[actor]!.contexts[org]!
  const { id, email } = people[target]!
  if (kind === 'invite') await invite(ctx, { email, role })
  if (kind === 'change') await changeRole(ctx, id, { role })
  if (kind === 'remove') await removeMember(ctx, id)
  if (kind === 'leave') await leaveOrganization(ctx)
  if (kind === 'token') tokens.push({ text: (await issueOrgToken(ctx)).access_token, org, person: actor })
  if (kind === 'accept') {
    const mine = (await listMyInvitations(ctx)).find(({ organization }) => organization.id === orgs[org]!.id)
    if (!mine) throw new Error('There is no invitation.')
    await acceptMyInvitation(ctx, mine.id)
  }
}

/** What the rules allow at most. */
function isAllowed(members: Map<number, Role>, { kind, actor, target, role }: Action): boolean {
  const [mine, theirs] = [members.get(actor), members.get(target)]
  const owners = [...members.values()].filter((each) => each === 'owner').length
  const isManager = mine === 'owner' || mine === 'admin'
  const mayTouch = isManager && theirs !== undefined && rankOf(theirs) <= rankOf(mine)
  const isLastOwner = (person: number) => members.get(person) === 'owner' && owners === 1
  if (kind === 'invite') return isManager && theirs === undefined && rankOf(role) <= rankOf(mine)
  if (kind === 'change') return mayTouch && rankOf(role) <= rankOf(mine) && !(isLastOwner(target) && role !== 'owner')
  if (kind === 'remove') return mayTouch && !isLastOwner(target)
  if (kind === 'leave') return mine !== undefined && !isLastOwner(actor)
  if (kind === 'token') return mine !== undefined
  // Whom the invitation is for is checked by consent.
  return mine === undefined
}

// The membership that an action alone leaves behind; the role of an accepted invitation is the database's.
function applied(members: Map<number, Role>, { kind, actor, target, role }: Action, found: Map<number, Role>) {
  const after = new Map(members)
  if (kind === 'change') after.set(target, role)
  if (kind === 'remove') after.delete(target)
  if (kind === 'leave') after.delete(actor)
  if (kind === 'accept') after.set(actor, found.get(actor)!)
  return after
}

async function assertInvariants(world: World, members: Members): Promise<void> {
  const { orgs, people, tokens } = world
  for (const [org, { id }] of orgs.entries()) {
    expect([...members[org]!.values()], 'an owner').toContain('owner')
    expect((await verifyAuditChainOf(id)).broken, 'an audit chain that verifies').toBeNull()
    const ids = [...members[org]!.keys()].map((index) => people[index]!.id).sort()
    for (const [index, { contexts }] of people.entries()) {
      const listed = listMembers(contexts[org]!, { limit: 50, sort: 'name' }).then(
        ({ data }) => data.map(({ userId }) => userId).sort(),
        (error: { code: string }) => error.code,
      )
      expect(await listed, 'isolation').toEqual(members[org]!.has(index) ? ids : 'not_found')
    }
  }
  for (const { text, org, person } of tokens) {
    const live = await findLiveToken(text)
    if (!live) continue
    const role = members[org]!.get(person)
    expect(role, 'a token of a member').toBeDefined()
    const allowed: readonly string[] = permissionsOf(role!, {})
    expect(
      (live.claims.org_permissions ?? []).filter((permission) => !allowed.includes(permission)),
      'no token above the role',
    ).toEqual([])
  }
}

async function runAll(sequence: Action[][]): Promise<void> {
  const world = await createWorld()
  let members = await readMembers(world)
  for (const step of sequence) {
    const results = await Promise.allSettled(step.map((each) => perform(world, each)))
    const done = step.filter((_, i) => results[i]!.status === 'fulfilled')
    const found = await readMembers(world)
    // Each member was one before, or has just accepted.
    for (const [org, present] of found.entries())
      for (const person of present.keys())
        if (!members[org]!.has(person))
          expect(
            done.some((each) => each.kind === 'accept' && each.org === org && each.actor === person),
            'consent',
          ).toBe(true)
    const [only, ...others] = step
    if (only && others.length === 0) {
      const before = members[only.org]!
      if (done.length > 0) expect(isAllowed(before, only), `allowed: ${JSON.stringify(only)}`).toBe(true)
      const expected = done.length > 0 ? applied(before, only, found[only.org]!) : before
      expect(found[only.org], `after ${JSON.stringify(only)}`).toEqual(expected)
    }
    members = found
    await assertInvariants(world, members)
  }
}

describe.runIf(process.env.TEST_DATABASE_URL)('any sequence of what people do', () => {
  it(
    'keeps an owner, consent, isolation, tokens below the live role, and the audit chain',
    async () => {
      const seed = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31)
      const numRuns = Number(process.env.PROPERTY_RUNS ?? 20)
      console.log(`PROPERTY_SEED=${seed} PROPERTY_RUNS=${numRuns}`)
      await fc.assert(fc.asyncProperty(steps, runAll), {
        seed,
        numRuns,
        endOnFailure: true,
        interruptAfterTimeLimit: longestMs,
      })
    },
    2 * longestMs,
  )
})
