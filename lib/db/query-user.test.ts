import { describe, expect, it } from 'vitest'
import { asOwner, countStatements, createMember, createSession, createUser, expectCode } from '@/lib/testing/fixtures'
import { expectNoTraceOf } from '@/lib/testing/connections'
import type { UserContext } from './session'
import { sql } from './sql'
import { queryUser } from './with-user'

const ownOrganizations = (ctx: UserContext) =>
  queryUser<{ id: string }>(ctx, sql`select organization_id as id from memberships`)

describe('A signed-in person who reads outside of an organization', () => {
  it('sends the check of the session and all statements of a moment in one message, as one transaction', async () => {
    const { session, org } = await createMember('owner')
    const readTime = () => queryUser<{ at: Date }>(session, sql`select now() as at`)
    // The first one of a process also reads the key with which the application proves itself.
    await readTime()
    const { statements } = countStatements()
    const [organizations, [first], [second]] = await Promise.all([ownOrganizations(session), readTime(), readTime()])
    expect(organizations).toEqual([{ id: org.id }])
    expect(first).toEqual(second)
    expect(statements).toHaveLength(4)
    expect(statements[0]).toMatch(/authorize_person/)
  })

  it('A308 sees their own rows alone, while others read at the same moment', async () => {
    const members = await Promise.all(Array.from({ length: 12 }, () => createMember('owner')))
    const seen = await Promise.all(members.map(({ session }) => ownOrganizations(session)))
    expect(seen).toEqual(members.map(({ org }) => [{ id: org.id }]))
  })

  it('reads nothing with a session that has ended', async () => {
    const { user, session } = await createMember('owner')
    await asOwner(`update sessions set ended_at = now() where id = $1`, [session.sessionId])
    await expectCode(ownOrganizations(session), 'unauthenticated')
    const other = await createSession((await createUser()).id)
    await expectCode(ownOrganizations({ ...other, userId: user.id }), 'unauthenticated')
  })

  it('leaves neither their name nor a role on a connection', async () => {
    const { session } = await createMember('owner')
    await ownOrganizations(session)
    await expectNoTraceOf('person')
  })
})
