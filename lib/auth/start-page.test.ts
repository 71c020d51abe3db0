import { describe, expect, it } from 'vitest'
import { activateOrg } from '@/lib/db/authorize'
import { addMember, createMember, createOrg, createSession, createUser } from '@/lib/testing/fixtures'
import { arrivalPath, startPath } from './start-page'

describe('where a person begins', () => {
  it('is the picker without an organization, and with a choice to make', async () => {
    expect(await startPath(await createSession((await createUser()).id))).toBe('/organizations')
    const { user, session } = await createMember('member')
    await addMember((await createOrg()).id, user.id, 'viewer')
    expect(await startPath(session)).toBe('/organizations')
  })

  it('is their only organization', async () => {
    const { session, org } = await createMember('viewer')
    expect(await startPath(session)).toBe(`/o/${org.slug}`)
  })

  it('is the organization that they were in last', async () => {
    const { user, session, ctx, org } = await createMember('member')
    await addMember((await createOrg()).id, user.id, 'owner')
    await activateOrg(ctx)
    expect(await startPath(session)).toBe(`/o/${org.slug}`)
  })

  it('is the page that was asked for, where it is one of ours', async () => {
    const { session, org } = await createMember('member')
    expect(await arrivalPath(session, '/o/elsewhere/members?sort=role')).toBe('/o/elsewhere/members?sort=role')
    expect(await arrivalPath(session, 'https://evil.example/')).toBe(`/o/${org.slug}`)
  })
})
