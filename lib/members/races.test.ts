// An organization keeps an owner whatever runs at the same moment. Only a real server runs the two at once.
import { whileHeld } from '@/lib/testing/locks'
import { describe, expect, it } from 'vitest'
import { createRole, updateRole } from '@/lib/roles/commands'
import { changeRole, leaveOrganization, removeMember } from './commands'
import { addMember, asOwner, createMember, createUser, expectCode } from '@/lib/testing/fixtures'
import { createNote, readNotes, updateNote, writeNotes } from '@/lib/testing/notes'

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

// One is refused as the last owner, or because the other was faster and the caller is no longer an owner or a member.
const refusals = ['last_owner', 'insufficient_permissions', 'not_found']

it.each(races)(
  `A065 A317 leaves an owner after each of ${rounds} races of two owners who %s`,
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

// The write waits for a locked row; meanwhile its author loses the right to it. Either the change of their rights
// waits until the write is done, or the write is refused: it never commits after the change that forbade it.
describe.runIf(process.env.TEST_DATABASE_URL)(
  'F9 A320 A330 a write that waits while its author’s rights change',
  () => {
    const order = async (organization: string) =>
      (
        await asOwner<{ action: string }>(
          `select action from audit_events where organization_id = $1 and action like any('{note.updated,member.%,role.updated}')
         order by sequence`,
          [organization],
        )
      ).map(({ action }) => action)

    const held = `select 1 from notes where id = $1 for update`

    it.each([
      [
        'demoted',
        (owner: Owner, author: Owner) => changeRole(owner.ctx, author.user.id, { role: 'viewer' }),
        'member.role_changed',
      ],
      ['removed', (owner: Owner, author: Owner) => removeMember(owner.ctx, author.user.id), 'member.removed'],
    ])('is not committed after its author was %s', async (_what, change, action) => {
      const owner = await createMember('owner')
      const author = await createMember('admin', owner.org)
      const { id } = await createNote(owner.ctx, { name: 'Held' })
      const [write, changed] = await whileHeld(held, [id], (waiting) => [
        updateNote(author.ctx, id, { name: 'Written' }),
        waiting(1).then((): Promise<unknown> => change(owner, author)),
      ])
      expect(changed!.status).toBe('fulfilled')
      const told = await order(owner.org.id)
      if (write!.status === 'fulfilled') expect(told).toEqual(['note.updated', action])
      else expect(told).toEqual([action])
      const refusal = action === 'member.removed' ? 'not_found' : 'insufficient_permissions'
      await expectCode(updateNote(author.ctx, id, { name: 'Later' }), refusal)
    })

    it('is not committed after its author’s role lost the permission', async () => {
      const owner = await createMember('owner')
      const author = await createMember('member', owner.org)
      const permissions = ['org:read', readNotes, writeNotes] as const
      const role = await createRole(owner.ctx, { name: 'Writer', permissions: [...permissions] })
      await changeRole(owner.ctx, author.user.id, { role: role.key })
      await asOwner('delete from audit_events where organization_id = $1', [owner.org.id])
      const { id } = await createNote(owner.ctx, { name: 'Held' })
      const [write, changed] = await whileHeld(held, [id], (waiting) => [
        updateNote(author.ctx, id, { name: 'Written' }),
        waiting(1).then(() => updateRole(owner.ctx, role.id, { permissions: ['org:read'] })),
      ])
      expect(changed!.status).toBe('fulfilled')
      const told = await order(owner.org.id)
      expect(told).toEqual(write!.status === 'fulfilled' ? ['note.updated', 'role.updated'] : ['role.updated'])
      await expectCode(updateNote(author.ctx, id, { name: 'Later' }), 'insufficient_permissions')
    })
  },
)

it.runIf(process.env.TEST_DATABASE_URL)(
  'a member who is renamed while they join is found by the new name',
  async () => {
    const { org } = await createMember('owner')
    const { id } = await createUser()
    await whileHeld(`update users set name = 'Renata Newname' where id = $1`, [id], () => [
      addMember(org.id, id, 'member'),
    ])
    const [row] = await asOwner<{ name: string }>(
      'select sort_name as name from memberships where organization_id = $1 and user_id = $2',
      [org.id, id],
    )
    expect(row!.name.trim()).toBe('renata newname')
    const terms = `select 1 from member_terms where organization_id = $1 and user_id = $2 and term like 'renata%'`
    expect(await asOwner(terms, [org.id, id])).toHaveLength(1)
  },
)
