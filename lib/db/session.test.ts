import { describe, it } from 'vitest'
import { asOwner, createMember, expectCode } from '@/lib/testing/fixtures'
import { authorizeOrg, activateOrg } from './authorize'

describe('A160 a sign-in that has ended', () => {
  it('opens no organization, whether the session’s or one by its name', async () => {
    const { ctx, org, session } = await createMember('owner')
    await asOwner('update sessions set ended_at = now() where id = $1', [session.sessionId])
    for (const enter of [authorizeOrg, activateOrg])
      await expectCode(enter({ ...ctx, organization: org.slug }), 'unauthenticated')
    await expectCode(authorizeOrg({ ...ctx, organization: null }), 'unauthenticated')
  })
})
