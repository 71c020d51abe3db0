import { describe, expect, it } from 'vitest'
import { activateOrg } from '@/lib/db/authorize'
import { addMember, createMember, createOrg, createSession, createUser } from '@/lib/testing/fixtures'
import { arrivalPath, startPath } from './start-page'

describe('the start page after sign-in', () => {
  it('is the picker for a person with no organization or with several', async () => {
    expect(await startPath(await createSession((await createUser()).id))).toBe('/organizations')
    const { user } = await createMember('member')
    await addMember((await createOrg()).id, user.id, 'viewer')
    expect(await startPath(await createSession(user.id))).toBe('/organizations')
  })

  it('is the only organization of the person', async () => {
    const { session, org } = await createMember('viewer')
    expect(await startPath(session)).toBe(`/o/${org.slug}`)
  })

  it('is the organization that the person used last', async () => {
    const { user, session, ctx, org } = await createMember('member')
    await addMember((await createOrg()).id, user.id, 'owner')
    await activateOrg(ctx)
    expect(await startPath(session)).toBe(`/o/${org.slug}`)
  })

  it('is the requested page if it belongs to this application', async () => {
    const { session, org } = await createMember('member')
    expect(await arrivalPath(session, '/o/elsewhere/members?sort=role')).toBe('/o/elsewhere/members?sort=role')
    expect(await arrivalPath(session, 'https://evil.example/')).toBe(`/o/${org.slug}`)
  })
})
