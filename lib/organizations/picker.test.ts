import { describe, expect, it } from 'vitest'
import { addMember, countStatements, createOrg, createSession, createUser } from '@/lib/testing/fixtures'
import { pageMyOrganizations } from './queries'

async function personIn(names: string[]) {
  const { id } = await createUser()
  for (const name of names) await addMember((await createOrg({ name })).id, id, 'member')
  return createSession(id)
}

describe('a page of my organizations', () => {
  it('continues by name, in one statement', async () => {
    const session = await personIn(['Cedar', 'Alder', 'Birch'])
    const first = await pageMyOrganizations(session, { limit: 2, cursor: undefined })
    expect(first.data.map(({ name }) => name)).toEqual(['Alder', 'Birch'])
    const counted = countStatements()
    const second = await pageMyOrganizations(session, { limit: 2, cursor: first.nextCursor! })
    expect(counted.statements).toHaveLength(1)
    expect(second.data.map(({ name }) => name)).toEqual(['Cedar'])
    expect(second.nextCursor).toBeNull()
  })

  it.runIf(process.env.TEST_DATABASE_URL)('puts 2 before 10', async () => {
    const session = await personIn(['Client 10', 'client 2', 'Client 1'])
    const { data } = await pageMyOrganizations(session, { limit: 9, cursor: undefined })
    expect(data.map(({ name }) => name)).toEqual(['Client 1', 'client 2', 'Client 10'])
  })

  it('has those with a text in the name or slug, and its cursor continues no other list', async () => {
    const session = await personIn(['Alder 100%', 'Alder 1000', 'Birch'])
    const found = await pageMyOrganizations(session, { limit: 1, cursor: undefined, query: 'aLDER' })
    expect(found.data).toHaveLength(1)
    await expect(pageMyOrganizations(session, { limit: 1, cursor: found.nextCursor! })).rejects.toThrow()
    const exact = await pageMyOrganizations(session, { limit: 9, cursor: undefined, query: '100%' })
    expect(exact.data.map(({ name }) => name)).toEqual(['Alder 100%'])
  })
})
