import { describe, it } from 'vitest'
import { asOwner, createMember, expectCode } from '@/lib/testing/fixtures'
import { authorizeOrg, activateOrg } from './authorize'

describe('A160 an ended session', () => {
  it('opens no organization, neither its active one nor one by name', async () => {
    const { ctx, org, session } = await createMember('owner')
    await asOwner('update sessions set ended_at = now() where id = $1', [session.sessionId])
    for (const enter of [authorizeOrg, activateOrg])
      await expectCode(enter({ ...ctx, organization: org.slug }), 'unauthenticated')
    await expectCode(authorizeOrg({ ...ctx, organization: null }), 'unauthenticated')
  })
})
