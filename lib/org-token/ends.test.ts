// A token must not outlive what it claims: a change of those facts revokes the token in the same transaction, so that
// introspection and the published list know it, too.
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { endSession } from '@/lib/accounts/sessions'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { changeRole, leaveOrganization, removeMember } from '@/lib/members/commands'
import {
  addMember,
  asOwner,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectNoGrant,
} from '@/lib/testing/fixtures'
import { hashSecret } from '@/lib/auth/hash-secret'
import { createKey } from '@/lib/testing/oauth'
import { issueKeyToken, issueOrgToken } from './issue'

const revoked = async (organizationId: string) =>
  (
    await asOwner<{ revoked: boolean }>(
      'select revoked_at is not null as revoked from org_tokens where organization_id = $1 order by status_index',
      [organizationId],
    )
  ).map((row) => row.revoked)

const setUp = async () => {
  const owner = await createMember('owner')
  const member = await createMember('member', owner.org)
  await issueOrgToken(owner.ctx)
  await issueOrgToken(member.ctx)
  expect(await revoked(owner.org.id)).toEqual([false, false])
  return { owner, member, orgId: owner.org.id }
}

describe('the token of a member', () => {
  it('A145 ends with a change of role, and no other token does', async () => {
    const { owner, member, orgId } = await setUp()
    await changeRole(owner.ctx, member.user.id, { role: 'viewer' })
    expect(await revoked(orgId)).toEqual([false, true])
  })

  it('A146 ends when the member is removed or leaves', async () => {
    const { owner, member, orgId } = await setUp()
    await removeMember(owner.ctx, member.user.id)
    expect(await revoked(orgId)).toEqual([false, true])
    const other = await createMember('viewer', owner.org)
    await issueOrgToken(other.ctx)
    await leaveOrganization(other.ctx)
    expect(await revoked(orgId)).toEqual([false, true, true])
  })

  it('A148 ends with its own session only', async () => {
    const { member, orgId } = await setUp()
    const elsewhere = await createSession(member.user.id)
    await issueOrgToken({ ...elsewhere, organization: orgId, tokenId: null })
    await endSession(member.session.sessionId)
    expect(await revoked(orgId)).toEqual([false, true, false])
  })

  it('A149 ends with its organization', async () => {
    const { orgId } = await setUp()
    await asOwner('update organizations set deleted_at = now() where id = $1', [orgId])
    expect(await revoked(orgId)).toEqual([true, true])
  })

  it('ends when the permissions of its role change', async () => {
    const org = await createOrg()
    await asOwner(
      `insert into roles (organization_id, key, name, permissions) values ($1, 'auditor', 'Auditor', '{org:read}')`,
      [org.id],
    )
    const user = await createUser()
    await asOwner(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'auditor')`, [
      org.id,
      user.id,
    ])
    const session = await createSession(user.id)
    const { organization } = await issueOrgToken({ ...session, organization: org.id, tokenId: null })
    expect(organization).toMatchObject({ role: 'auditor', permissions: ['org:read'] })
    await asOwner(`update roles set permissions = '{org:read,org:audit:read}' where organization_id = $1`, [org.id])
    expect(await revoked(org.id)).toEqual([true])
  })

  it('does not outlive its session, which no offline verifier asks about', async () => {
    const { ctx, session } = await createMember('member')
    const end = Math.floor(Date.now() / 1000) + 100
    await asOwner('update sessions set expires_at = to_timestamp($2) where id = $1', [session.sessionId, end])
    const { access_token, expires_in } = await issueOrgToken(ctx)
    const { iat, exp } = decodeJwt(access_token)
    expect([exp, expires_in]).toEqual([end, end - iat!])
  })

  it('is visible to the identity role only as a position in the status list', async () => {
    const { owner, member } = await setUp()
    await changeRole(owner.ctx, member.user.id, { role: 'viewer' })
    const seen = await withIdentity(
      (db) => db.$queryRaw`select status_index, revoked_at is null as live from org_tokens`,
    )
    expect(seen).not.toContainEqual(expect.objectContaining({ live: true }))
    const peeks = [
      (db: IdentityDb) => db.$queryRaw`select organization_id from org_tokens`,
      (db: IdentityDb) => db.$queryRaw`select user_id from org_tokens`,
      (db: IdentityDb) => db.$queryRaw`select id from org_tokens`,
    ]
    for (const peek of peeks) await expectNoGrant(withIdentity(peek), 'org_tokens')
  })
})

describe('the token of an API key', () => {
  it('does not outlive the key', async () => {
    const { ctx, org } = await createMember('owner')
    const key = await createKey(ctx)
    const credentials = { id: key.id, secretHash: hashSecret(key.secret) }
    expect((await issueKeyToken(credentials, null)).expires_in).toBe(300)
    const end = Math.floor(Date.now() / 1000) + 100
    await asOwner('update api_keys set expires_at = to_timestamp($2) where id = $1', [key.id, end])
    const { access_token, expires_in } = await issueKeyToken(credentials, null)
    const { iat, exp } = decodeJwt(access_token)
    expect([exp, expires_in]).toEqual([end, end - iat!])
    // The first token claims to live longer than the key, so it was revoked.
    expect(await revoked(org.id)).toEqual([true, false])
  })

  it('ends when the permissions of the key change', async () => {
    const { ctx, org } = await createMember('owner')
    const key = await createKey(ctx)
    await issueKeyToken({ id: key.id, secretHash: hashSecret(key.secret) }, null)
    await asOwner(`update api_keys set last_used_at = now() where id = $1`, [key.id])
    expect(await revoked(org.id)).toEqual([false])
    await asOwner(`update api_keys set role = null, permissions = '{org:read}' where id = $1`, [key.id])
    expect(await revoked(org.id)).toEqual([true])
  })
})

describe('a role', () => {
  it('can be assigned only if it is built in or belongs to the organization', async () => {
    const { ctx, org } = await createMember('owner')
    const other = await createOrg()
    await asOwner(
      `insert into roles (organization_id, key, name, permissions) values ($1, 'auditor', 'Auditor', '{org:read}')`,
      [other.id],
    )
    const colleague = await createUser()
    await addMember(org.id, colleague.id, 'viewer')
    const name = withOrg(ctx, 'org:members:write', (db) =>
      db.membership.updateMany({ where: { userId: colleague.id }, data: { role: 'auditor' } }),
    )
    await expect(name).rejects.toMatchObject({ code: 'conflict' })
  })

  it('cannot be deleted while a member has it', async () => {
    const { ctx, org } = await createMember('owner')
    await asOwner(
      `insert into roles (organization_id, key, name, permissions) values ($1, 'auditor', 'Auditor', '{org:read}')`,
      [org.id],
    )
    const colleague = await createUser()
    await asOwner(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'auditor')`, [
      org.id,
      colleague.id,
    ])
    const remove = () => withOrg(ctx, 'org:roles:write', (db) => db.role.deleteMany({ where: { key: 'auditor' } }))
    await expect(remove()).rejects.toMatchObject({ code: 'role_in_use' })
    await changeRole(ctx, colleague.id, { role: 'viewer' })
    expect((await remove()).count).toBe(1)
  })
})
