// The mails that tell a person of something about their account.
import { describe, expect, it } from 'vitest'
import { PATCH } from '@/app/api/account/route'
import { deviceHeader } from '@/lib/auth/device-cookie'
import { acceptMyInvitation, declineMyInvitation } from '@/lib/invitations/answer'
import { invite } from '@/lib/invitations/send'
import { changeRole, leaveOrganization, removeMember } from '@/lib/members/commands'
import { arrivalMark, clientAddressHeader } from '@/lib/requests/trust'
import { browserRequest, createMember, createSession, createUser, proven, send } from '@/lib/testing/fixtures'
import { mailsTo } from '@/lib/testing/sign-ups'
import { signInProven } from './sessions'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15'

const from = (userAgent: string, address = '203.0.113.7', more: Record<string, string> = {}) =>
  new Headers({ 'user-agent': userAgent, [clientAddressHeader]: `${arrivalMark()}${address}`, ...more })

const mute = async (userId: string, notices: object) =>
  send(PATCH, await browserRequest(await createSession(userId), 'PATCH', '/api/account', { notices }))

const subjectsTo = async (email: string) => (await mailsTo(email)).map(({ subject }) => subject)

describe('a sign-in', () => {
  it('from a new browser or network is told, the first one of an account and known ones are not', async () => {
    const { id, email } = await createUser()
    const signIn = async (...place: Parameters<typeof from>) => signInProven(await proven(id), from(...place), 'pwd')
    await signIn(firefox)
    await signIn(firefox)
    expect(await mailsTo(email)).toEqual([])
    await signIn(safari)
    const [mail] = await mailsTo(email)
    expect(mail!.subject).toContain('New sign-in')
    expect(mail!.text.replaceAll('\u2060', '')).toContain('Safari on macOS, from 203.0.113.7')
    await signIn(safari)
    await signIn(firefox, '198.51.100.1')
    expect(await mailsTo(email)).toHaveLength(2)
  })

  it('with the device cookie of the person is known everywhere, with that of another person it is not', async () => {
    const [{ id, email }, other] = [await createUser(), await createUser()]
    await signInProven(await proven(id), from(firefox), 'pwd')
    const cookieOf = (userId: string) => ({ cookie: deviceHeader(userId, new Headers()).split(';')[0]! })
    await signInProven(await proven(id), from(safari, '198.51.100.1', cookieOf(id)), 'pwd')
    expect(await mailsTo(email)).toEqual([])
    await signInProven(await proven(id), from(safari, '198.51.100.9', cookieOf(other.id)), 'pwd')
    expect(await mailsTo(email)).toHaveLength(1)
  })

  it('is not told to an address that is not verified, nor to a person who does not want it', async () => {
    const [unverified, muted] = [await createUser({ verified: false }), await createUser()]
    expect((await mute(muted.id, { new_device: false })).body.notices).toEqual({
      new_device: false,
      role_changed: true,
      invitation_answered: true,
    })
    for (const { id } of [unverified, muted]) {
      await signInProven(await proven(id), from(firefox), 'pwd')
      await signInProven(await proven(id), from(safari), 'pwd')
    }
    expect([await mailsTo(unverified.email), await mailsTo(muted.email)]).toEqual([[], []])
  })
})

describe('a membership', () => {
  async function setUp() {
    const owner = await createMember('owner')
    return { owner, member: await createMember('viewer', owner.org) }
  }

  it('with another role is told, with the same one or by oneself it is not', async () => {
    const { owner, member } = await setUp()
    await changeRole(owner.ctx, member.user.id, { role: 'viewer' })
    expect(await mailsTo(member.user.email)).toEqual([])
    await changeRole(owner.ctx, member.user.id, { role: 'admin' })
    expect(await subjectsTo(member.user.email)).toEqual([`Your role in ${owner.org.name} is Admin now`])
    await changeRole(member.ctx, member.user.id, { role: 'member' })
    expect(await mailsTo(member.user.email)).toHaveLength(1)
  })

  it('with another role is not told to a member who does not want it', async () => {
    const { owner, member } = await setUp()
    await mute(member.user.id, { role_changed: false })
    await changeRole(owner.ctx, member.user.id, { role: 'admin' })
    expect(await mailsTo(member.user.email)).toEqual([])
  })

  it('that another person ends is told in any case, one that the member ends is not', async () => {
    const { owner, member } = await setUp()
    const leaver = await createMember('viewer', owner.org)
    await mute(member.user.id, { role_changed: false, new_device: false })
    await removeMember(owner.ctx, member.user.id)
    await leaveOrganization(leaver.ctx)
    expect(await subjectsTo(member.user.email)).toEqual([`You are no longer a member of ${owner.org.name}`])
    expect(await mailsTo(leaver.user.email)).toEqual([])
  })
})

describe('the choice of notices', () => {
  it('changes what is named, and knows no others', async () => {
    const { id } = await createUser()
    await mute(id, { new_device: false })
    expect((await mute(id, { role_changed: false })).body.notices).toMatchObject({
      new_device: false,
      role_changed: false,
    })
    expect((await mute(id, { new_device: true })).body.notices).toMatchObject({ new_device: true, role_changed: false })
    expect((await mute(id, { password_changed: false })).status).toBe(422)
  })
})

describe('an answer to an invitation', () => {
  async function invited() {
    const [owner, { user, session }] = [await createMember('owner'), await createMember('member')]
    const { id } = await invite(owner.ctx, { email: user.email, role: 'viewer' })
    return { owner, user, session, id }
  }

  it('is told to the inviter, with the name and the role', async () => {
    const { owner, user, session, id } = await invited()
    await acceptMyInvitation(session, id)
    const [mail] = await mailsTo(owner.user.email)
    expect(mail!.subject).toBe(`${user.name} joined ${owner.org.name}`)
    expect(mail!.text).toContain(`is now in ${owner.org.name} as Viewer`)
    const other = await invited()
    await declineMyInvitation(other.session, other.id)
    expect(await subjectsTo(other.owner.user.email)).toEqual([
      `${other.user.name} declined your invitation to ${other.owner.org.name}`,
    ])
  })

  it('is not told to an inviter who does not want it', async () => {
    const { owner, session, id } = await invited()
    await mute(owner.user.id, { invitation_answered: false })
    await acceptMyInvitation(session, id)
    expect(await mailsTo(owner.user.email)).toEqual([])
  })
})
