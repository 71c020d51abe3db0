// An organization keeps an owner whatever runs at the same moment. On a real server the two truly race.
import { expect, it } from 'vitest'
import { changeRole, leaveOrganization, removeMember } from './members'
import { asOwner, createMember } from './testing'

const rounds = process.env.TEST_DATABASE_URL ? 200 : 20

type Owner = Awaited<ReturnType<typeof createMember>>
const demote = (by: Owner, whom: Owner) => changeRole(by.ctx, whom.user.id, { role: 'member' })
const remove = (by: Owner, whom: Owner) => removeMember(by.ctx, whom.user.id)

const races: [string, (a: Owner, b: Owner) => Promise<unknown>[]][] = [
  ['demote each other', (a, b) => [demote(a, b), demote(b, a)]],
  ['remove each other', (a, b) => [remove(a, b), remove(b, a)]],
  ['remove and demote each other', (a, b) => [remove(a, b), demote(b, a)]],
  ['leave, each by themselves', (a, b) => [leaveOrganization(a.ctx), leaveOrganization(b.ctx)]],
  ['leave and remove themselves', (a, b) => [leaveOrganization(a.ctx), remove(b, b)]],
]

// One is refused as the last owner, or because the other was faster and they are no owner or no member any more.
const refusals = ['last_owner', 'insufficient_permissions', 'not_found']

it.each(races)(
  `A065 A317 leaves an owner after every of ${rounds} races of two owners who %s`,
  { timeout: 120_000 },
  async (_name, moves) => {
    const a = await createMember('owner')
    const b = await createMember('owner', a.org)
    for (let round = 0; round < rounds; round++) {
      const outcomes = await Promise.allSettled(moves(a, b))
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
      expect(refused, `round ${round}`).toHaveLength(1)
      expect(refusals).toContain(refused[0]!.reason.code)
      expect(await countOwners(a.org.id), `round ${round}`).toBe(1)
      await restore(a, b)
    }
  },
)

const countOwners = async (organization: string) =>
  (await asOwner(`select 1 from memberships where organization_id = $1 and role = 'owner'`, [organization])).length

const restore = ({ org, user }: Owner, other: Owner) =>
  asOwner(
    `insert into memberships (organization_id, user_id, role) values ($1, $2, 'owner'), ($1, $3, 'owner')
     on conflict (organization_id, user_id) do update set role = 'owner'`,
    [org.id, user.id, other.user.id],
  )
