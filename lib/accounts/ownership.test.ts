// Only an owner may make, change or remove an owner. Handing out permissions that delete or transfer the organization
// takes a fresh sign-in, however they are handed out.
import { createHash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { createApiKey } from '@/lib/api-keys/commands'
import type { KeyContext, OrgContext } from '@/lib/db/session'
import { authorizeOrg } from '@/lib/db/authorize'
import { issueApiKeyToken } from '@/lib/db/issue-token'
import { acceptMyInvitation, listMyInvitations } from '@/lib/invitations/answer'
import { copyInvitationLink, resendInvitation } from '@/lib/invitations/commands'
import { invite, inviteMany } from '@/lib/invitations/send'
import { changeRole, removeMember } from '@/lib/members/commands'
import { acceptTransfer, offerOwnership } from '@/lib/organizations/transfer'
import { createRole, duplicateRole, updateRole } from '@/lib/roles/commands'
import { deleteRole } from '@/lib/roles/deletion'
import {
  ageSignIn,
  asOwner,
  createMember,
  createSession,
  createUser,
  expectCode,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { builtInRoles, holderOf } from '@/lib/permissions/roles'
import { missingFor } from '@/lib/permissions/grants'
import { startViewAs } from '@/lib/auth/view-as'

vi.mock('next/headers', () => ({ cookies: async () => ({ set: () => {}, get: () => undefined }) }))

type Member = Awaited<ReturnType<typeof createMember>>

/** An owner, and a member with a custom role that has the same permissions as owner. */
async function withDeputy() {
  const owner = await createMember('owner')
  const copy = await duplicateRole(owner.ctx, 'role_owner')
  const deputy = await createMember('viewer', owner.org)
  await changeRole(owner.ctx, deputy.user.id, { role: copy.key })
  const member = await createMember('member', owner.org)
  return { owner, deputy, copy, member }
}

/** An API key with a role, created by a member. Out: a function that returns its context with a new token at every call. */
async function makeKey({ ctx }: Pick<Member, 'ctx'>, role: string): Promise<() => Promise<KeyContext>> {
  const { key, secret } = await createApiKey(ctx, { name: 'CI', role, expires_in_days: 1 })
  const secretHash = createHash('sha256').update(secret).digest('hex')
  return async () => {
    const { tokenId } = await issueApiKeyToken({ id: key.id, secretHash }, 60, null)
    return { apiKeyId: key.id, organization: ctx.organization, tokenId }
  }
}

const keyOf = async (maker: Pick<Member, 'ctx'>, role: string): Promise<OrgContext> => (await makeKey(maker, role))()

const roleOf = async (userId: string) =>
  (await asOwner<{ role: string }>('select role from memberships where user_id = $1', [userId]))[0]?.role

const onlyOwners = (work: Promise<unknown>) => expect(work).rejects.toThrow(/^Only owners/)

describe('a custom role with all permissions of owner', () => {
  it('may do what does not need the role owner', async () => {
    const { deputy, member } = await withDeputy()
    expect((await authorizeOrg(deputy.ctx)).permissions).toEqual(builtInRoles.owner)
    await changeRole(deputy.ctx, member.user.id, { role: 'admin' })
    await removeMember(deputy.ctx, member.user.id)
  })

  it('cannot change or remove an owner, nor make one', async () => {
    const { owner, deputy, member } = await withDeputy()
    await onlyOwners(changeRole(deputy.ctx, owner.user.id, { role: 'viewer' }))
    await onlyOwners(removeMember(deputy.ctx, owner.user.id))
    for (const { user } of [deputy, member]) await onlyOwners(changeRole(deputy.ctx, user.id, { role: 'owner' }))
    expect(await roleOf(owner.user.id)).toBe('owner')
  })

  it('cannot invite an owner, nor renew an owner’s invitation', async () => {
    const { owner, deputy } = await withDeputy()
    await onlyOwners(invite(deputy.ctx, { email: uniqueEmail(), role: 'owner' }))
    const [row] = await inviteMany(deputy.ctx, [{ email: uniqueEmail(), role: 'owner' }])
    expect(row!.status).toBe('insufficient_permissions')
    const { id } = await invite(owner.ctx, { email: uniqueEmail(), role: 'owner' })
    for (const answer of [resendInvitation, copyInvitationLink]) await onlyOwners(answer(deputy.ctx, id))
  })

  it('cannot offer the organization, and an offer ends when its author is no longer an owner', async () => {
    const { owner, deputy, copy, member } = await withDeputy()
    await onlyOwners(offerOwnership(deputy.ctx, { user_id: member.user.id }))
    await offerOwnership(owner.ctx, { user_id: member.user.id })
    const second = await createMember('owner', owner.org)
    await changeRole(second.ctx, owner.user.id, { role: copy.key })
    await expectCode(acceptTransfer(member.ctx), 'transfer_ended')
  })

  it('cannot view as owner, create an owner key, or delete a role with owner as its replacement', async () => {
    const { deputy, member } = await withDeputy()
    await onlyOwners(startViewAs(deputy.ctx, 'owner'))
    await onlyOwners(createApiKey(deputy.ctx, { name: 'K', role: 'owner', expires_in_days: 1 }))
    const { id, key } = await createRole(deputy.ctx, { name: 'Harmless', permissions: ['org:read'] })
    await changeRole(deputy.ctx, member.user.id, { role: key })
    await onlyOwners(deleteRole(deputy.ctx, id, { replacement: 'owner' }))
  })

  it('does not make an API key an owner; the key needs the role owner and a creator who is an owner', async () => {
    const { owner, copy } = await withDeputy()
    const second = await createMember('owner', owner.org)
    const key = await makeKey(owner, 'owner')
    expect((await authorizeOrg(await key())).isOwner).toBe(true)
    expect((await authorizeOrg(await keyOf(owner, copy.key))).isOwner).toBe(false)
    await changeRole(second.ctx, owner.user.id, { role: copy.key })
    expect((await authorizeOrg(await key())).isOwner).toBe(false)
    await onlyOwners(removeMember(await key(), second.user.id))
  })

  it('lacks only the role owner, and an owner lacks nothing', () => {
    const custom = { copy: { name: 'Copy', permissions: holderOf('owner', {}).permissions } }
    expect(missingFor(holderOf('copy', custom), 'owner')).toEqual(['the role owner'])
    expect(missingFor(holderOf('copy', custom), 'copy')).toEqual([])
    expect(missingFor(holderOf('owner', custom), 'owner')).toEqual([])
    expect(missingFor(holderOf('admin', custom), 'owner')).toEqual(['org:delete', 'org:transfer'])
    expect(missingFor(holderOf(null, custom), 'viewer')).toEqual(builtInRoles.viewer)
  })
})

describe('permission to delete or transfer the organization', () => {
  /** A member with a harmless role, so that a test can try to widen it. */
  async function harmless(owner: Member) {
    const role = await createRole(owner.ctx, { name: 'Harmless', permissions: ['org:read'] })
    const grave = await createRole(owner.ctx, { name: 'Grave', permissions: ['org:read', 'org:delete'] })
    const { user } = await createMember('viewer', owner.org)
    await changeRole(owner.ctx, user.id, { role: role.key })
    return { role, grave, user }
  }

  it.each(['owner', 'grave'])(
    'is not handed out as %s through the deletion of another role without a fresh sign-in',
    async (to) => {
      const owner = await createMember('owner')
      const { role, user } = await harmless(owner)
      const key = await keyOf(owner, 'owner')
      await ageSignIn(owner.session.sessionId)
      for (const ctx of [owner.ctx, key])
        await expectCode(deleteRole(ctx, role.id, { replacement: to }), 'reauth_required')
      expect(await roleOf(user.id)).toBe('harmless')
      await deleteRole(owner.ctx, role.id, { replacement: 'viewer' })
    },
  )

  it('is not added to a held role, nor granted by renewing an old invitation, without a fresh sign-in', async () => {
    const owner = await createMember('owner')
    const { role } = await harmless(owner)
    const open = await Promise.all(
      ['owner', 'grave'].map((name) => invite(owner.ctx, { email: uniqueEmail(), role: name })),
    )
    const key = await keyOf(owner, 'owner')
    await ageSignIn(owner.session.sessionId)
    for (const ctx of [owner.ctx, key]) {
      await expectCode(updateRole(ctx, role.id, { permissions: ['org:read', 'org:delete'] }), 'reauth_required')
      for (const { id } of open) {
        await expectCode(resendInvitation(ctx, id), 'reauth_required')
        await expectCode(copyInvitationLink(ctx, id), 'reauth_required')
      }
    }
  })

  it('is not accepted from an invitation whose inviter is no longer an owner', async () => {
    const owner = await createMember('owner')
    const second = await createMember('owner', owner.org)
    const copy = await duplicateRole(owner.ctx, 'role_owner')
    const user = await createUser()
    const session = await createSession(user.id)
    const { id } = await invite(owner.ctx, { email: user.email, role: 'owner' })
    expect(await listMyInvitations(session)).toHaveLength(1)
    await changeRole(second.ctx, owner.user.id, { role: copy.key })
    await expectCode(acceptMyInvitation(session, id), 'invitation_revoked')
    expect(await listMyInvitations(session)).toEqual([])
  })
})
