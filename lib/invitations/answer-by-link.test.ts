// What the link of an invitation proves and what it does not: sign-up, the page of the link, and asking for another.
import { describe, expect, it } from 'vitest'
import { signIn } from '@/lib/accounts/sessions'
import { hashPassword } from '@/lib/auth/passwords'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import {
  asOwner,
  createMember,
  createSession,
  createUser,
  endMemberships,
  expectCode,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { acceptInvitation, acceptMyInvitation, declineMyInvitation, listMyInvitations } from './answer'
import { askForNewInvitation, invitedAddressOf, openInvitation } from './preview'
import { copyInvitationLink, resendInvitation, revokeInvitation } from './commands'
import { listInvitations } from './queries'
import { maskEmail } from './schema'
import { invite } from './send'
import { signUpInvited } from './sign-up'

const password = 'a sentence of some length'
let network = 0
const headers = () => new Headers({ 'x-client-address': `10.1.${Math.floor(++network / 250)}.${network % 250}` })

async function secretMailedTo(email: string): Promise<string> {
  const [mail] = await asOwner<{ text: string }>(
    `select text from emails where "to" = $1 and text like '%/invitations/%' order by created_at desc, id desc`,
    [email],
  )
  return /\/invitations\/([\w-]{43})/.exec(mail!.text)![1]!
}

async function offer(email = uniqueEmail()) {
  const admin = await createMember('admin')
  const { id } = await invite(admin.ctx, { email, role: 'viewer' })
  return { admin, email, id, token: await secretMailedTo(email) }
}

const account = async (email: string) =>
  (
    await asOwner<{ id: string; name: string; password_hash: string; email_verified_at: Date | null }>(
      'select id, name, password_hash, email_verified_at from users where email = $1',
      [email],
    )
  )[0]

const roleIn = async (organizationId: string, userId: string) =>
  (
    await asOwner<{ role: string }>('select role from memberships where organization_id = $1 and user_id = $2', [
      organizationId,
      userId,
    ])
  )[0]?.role

const expire = (id: string) =>
  asOwner(`update invitations set expires_at = now() - interval '1 hour' where id = $1`, [id])

describe('sign-up through the mailed link', () => {
  it('creates a verified account, signs it in and joins with the offered role', async () => {
    const { admin, email, token } = await offer()
    const { ctx, organization } = await signUpInvited({ token, name: 'New Person', password }, headers())
    expect(organization.id).toBe(admin.org.id)
    expect((await authorizeUser(ctx)).user).toMatchObject({ email, emailVerified: true, name: 'New Person' })
    expect(await roleIn(admin.org.id, ctx.userId)).toBe('viewer')
    await signIn({ email, password }, headers())
  })

  it('A084 never changes a verified account', async () => {
    const { email, token } = await offer()
    await createUser({ email, name: 'Owner Of It', passwordHash: await hashPassword('their own password') })
    const before = await account(email)
    await expectCode(signUpInvited({ token, name: 'Thief', password }, headers()), 'conflict')
    expect(await account(email)).toEqual(before)
  })

  it('replaces an unverified sign-up with its sessions and links', async () => {
    const { email, token } = await offer()
    const squatter = await createUser({ email, name: 'Squatter', verified: false, passwordHash: 'theirs' })
    const session = await createSession(squatter.id)
    const { ctx } = await signUpInvited({ token, name: 'Real Person', password }, headers())
    expect(ctx.userId).not.toBe(squatter.id)
    expect(await account(email)).toMatchObject({ name: 'Real Person', email_verified_at: expect.any(Date) })
    await expectCode(authorizeUser(session), 'unauthenticated')
  })

  it('works once when many requests arrive together', async () => {
    const { admin, email, token } = await offer()
    const clicks = [1, 2, 3].map((each) => signUpInvited({ token, name: `Click ${each}`, password }, headers()))
    const results = await Promise.allSettled(clicks)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await roleIn(admin.org.id, (await account(email))!.id)).toBe('viewer')
  })

  it('creates no account for an ended offer or an unknown link', async () => {
    const { admin, email, id, token } = await offer()
    await revokeInvitation(admin.ctx, id)
    await expectCode(signUpInvited({ token, name: 'Late', password }, headers()), 'invitation_revoked')
    await expectCode(signUpInvited({ token: 'x', name: 'Late', password }, headers()), 'not_found')
    expect(await account(email)).toBeUndefined()
  })

  it('is refused for a link that an admin copied, since it proves no address', async () => {
    const { admin, email, id } = await offer()
    const copied = (await copyInvitationLink(admin.ctx, id)).split('/').at(-1)!
    await expectCode(signUpInvited({ token: copied, name: 'Admin', password }, headers()), 'email_unverified')
    expect(await account(email)).toBeUndefined()
    // A newer mail proves the address again.
    await resendInvitation(admin.ctx, id)
    await signUpInvited({ token: await secretMailedTo(email), name: 'New', password }, headers())
  })
})

describe('the page of an invitation link', () => {
  const viewer = async (token: string, session = null as Parameters<typeof openInvitation>[1]) =>
    (await openInvitation(token, session, headers())).viewer

  it('shows each visitor how they relate to the invitation, and changes nothing', async () => {
    const { admin, email, id, token } = await offer()
    expect(await viewer(token)).toBe('new')
    expect(await viewer(token, admin.session)).toBe('other')
    const person = await createUser({ email, verified: false })
    const session = await createSession(person.id)
    expect(await viewer(token)).toBe('new')
    expect(await viewer(token, session)).toBe('unverified')
    await asOwner('update users set email_verified_at = now() where id = $1', [person.id])
    expect(await viewer(token)).toBe('existing')
    expect(await viewer(token, session)).toBe('invited')
    expect((await listInvitations(admin.ctx, { limit: 9, status: 'pending' })).data.map((each) => each.id)).toEqual([
      id,
    ])
    await acceptInvitation(token, session)
    expect(await viewer(token, session)).toBe('member')
  })

  it('does not reveal to the holder of a copied link whether an account exists', async () => {
    const { admin, email, id } = await offer()
    const token = (await copyInvitationLink(admin.ctx, id)).split('/').at(-1)!
    expect(await viewer(token)).toBe('unproven')
    await createUser({ email })
    expect(await viewer(token)).toBe('unproven')
  })

  it('A092 A086 shows the whole address only to its owner, by the mailed link or in their account', async () => {
    const { admin, email, id, token } = await offer()
    const masked = maskEmail(email)
    const shown = async (secret: string, ctx: UserContext | null) =>
      (await openInvitation(secret, ctx, headers())).email
    const other = await createSession((await createUser()).id)
    expect([await shown(token, null), await shown(token, other)]).toEqual([email, masked])
    const copied = (await copyInvitationLink(admin.ctx, id)).split('/').at(-1)!
    const invited = await createSession((await createUser({ email })).id)
    expect([await shown(copied, null), await shown(copied, other), await shown(copied, invited)]).toEqual([
      masked,
      masked,
      email,
    ])
    expect(await invitedAddressOf(`/invitations/${copied}`, headers())).toBeUndefined()
  })
})

describe('the sign-in page that an invitation links to', () => {
  it('fills in the invited address while the invitation is open', async () => {
    const { admin, email, id, token } = await offer()
    const knows = (path: string | undefined) => invitedAddressOf(path, headers())
    expect(await knows(`/invitations/${token}`)).toBe(email)
    for (const path of [undefined, '/', `/invitations/${token}/x`, `/invitations/${token}x`, `//invitations/${token}`])
      expect(await knows(path), path).toBeUndefined()
    await revokeInvitation(admin.ctx, id)
    expect(await knows(`/invitations/${token}`)).toBeUndefined()
  })
})

describe('an invitation addressed by its id', () => {
  it('is answered only by the owner of the verified address', async () => {
    const { admin, email, id } = await offer()
    const stranger = await createSession((await createUser()).id)
    await expectCode(acceptMyInvitation(stranger, id), 'not_found')
    await expectCode(declineMyInvitation(stranger, id), 'not_found')
    await expectCode(acceptMyInvitation(admin.session, id), 'not_found')
    const person = await createUser({ email, verified: false })
    const session = await createSession(person.id)
    await expectCode(acceptMyInvitation(session, id), 'not_found')
    await asOwner('update users set email_verified_at = now() where id = $1', [person.id])
    expect((await listMyInvitations(session)).map((each) => each.id)).toEqual([id])
    expect((await acceptMyInvitation(session, id)).id).toBe(admin.org.id)
    expect(await roleIn(admin.org.id, person.id)).toBe('viewer')
    await expectCode(acceptMyInvitation(session, id), 'invitation_accepted')
    expect(await listMyInvitations(session)).toEqual([])
  })

  it('can be declined', async () => {
    const { email, id } = await offer()
    const session = await createSession((await createUser({ email })).id)
    await declineMyInvitation(session, id)
    await expectCode(acceptMyInvitation(session, id), 'invitation_declined')
  })
})

describe('a request for a new invitation', () => {
  const askedOf = async (email: string) =>
    (await asOwner(`select 1 from emails where "to" = $1 and subject like '%asks for a new invitation'`, [email]))
      .length

  it('mails the inviter of an expired invitation, once', async () => {
    const { admin, id, token } = await offer()
    await expectCode(askForNewInvitation(token, headers()), 'conflict')
    const expired = await offer()
    await expire(expired.id)
    await askForNewInvitation(expired.token, headers())
    await expectCode(askForNewInvitation(expired.token, headers()), 'rate_limited')
    expect(await askedOf(expired.admin.user.email)).toBe(1)
    await revokeInvitation(admin.ctx, id)
    expect(await askedOf(admin.user.email)).toBe(0)
  })

  it('mails an owner when the inviter has left', async () => {
    const { admin, id, token } = await offer()
    await endMemberships(admin.org.id)
    const owner = await createMember('owner', admin.org)
    await expire(id)
    await askForNewInvitation(token, headers())
    expect(await askedOf(owner.user.email)).toBe(1)
    expect(await askedOf(admin.user.email)).toBe(0)
  })
})
