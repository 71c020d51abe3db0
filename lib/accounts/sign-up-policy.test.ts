// Who may sign up with a password (SIGN_UP). The answer is the same for everyone; the mail tells.
import { afterEach, describe, expect, it } from 'vitest'
import { POST as signUpRoute } from '@/app/api/sign-up/route'
import { getEnv } from '@/lib/env'
import { invite } from '@/lib/invitations/send'
import { signUpInvited } from '@/lib/invitations/sign-up'
import { asOwner, createMember, createUser, expectCode, unique, uniqueEmail } from '@/lib/testing/fixtures'
import { invitationOf } from '@/lib/testing/invitations'
import { fromSomewhere, mailsTo, password, post } from '@/lib/testing/sign-ups'
import { signUp } from './commands'
import { signInByCode } from './sign-in-codes'
import { closedSentence } from './sign-up-policy'
import { verifyEmail } from './verification'

afterEach(() => void Object.assign(getEnv(), { SIGN_UP: 'open', SIGN_UP_DOMAINS: [] }))

const tell = (policy: object) => Object.assign(getEnv(), policy)
const somewhere = () => new Headers(fromSomewhere())

async function attempt(email: string) {
  const { status, body } = await post(signUpRoute, { name: 'Jo', email, password })
  expect([status, body]).toEqual([202, { status: 'accepted' }])
  const [user] = await asOwner('select 1 from users where email = $1', [email])
  return { isCreated: user !== undefined, subject: (await mailsTo(email))[0]!.subject }
}

describe('SIGN_UP=invited', () => {
  it('makes no account for an address without an invitation, and says so only by mail', async () => {
    tell({ SIGN_UP: 'invited' })
    expect(await attempt(uniqueEmail())).toEqual({
      isCreated: false,
      subject: expect.stringMatching(/^You need an invitation/),
    })
  })

  it('makes one for an invited address, until the invitation has ended', async () => {
    const { ctx } = await createMember('owner')
    const [invited, revoked, expired, left] = [uniqueEmail(), uniqueEmail(), uniqueEmail(), uniqueEmail()]
    const former = await createMember('admin')
    await invite(former.ctx, { email: left, role: 'member' })
    await asOwner('delete from memberships where user_id = $1', [former.user.id])
    for (const email of [invited, revoked, expired]) await invite(ctx, { email, role: 'member' })
    await asOwner('update invitations set revoked_at = now() where email = $1', [revoked])
    await asOwner('update invitations set expires_at = now() where email = $1', [expired])
    tell({ SIGN_UP: 'invited' })
    expect((await attempt(invited)).isCreated).toBe(true)
    expect((await attempt(revoked)).isCreated).toBe(false)
    expect((await attempt(expired)).isCreated).toBe(false)
    expect((await attempt(left)).isCreated).toBe(false)
  })

  it('lets a mailed invitation in', async () => {
    const { ctx, org } = await createMember('owner')
    const email = uniqueEmail()
    await invite(ctx, { email, role: 'member' })
    tell({ SIGN_UP: 'invited' })
    const { organization } = await signUpInvited(
      { token: await invitationOf(email), name: 'Jo', password },
      somewhere(),
    )
    expect(organization.slug).toBe(org.slug)
  })

  it('A198 tells the owner of an account the same as ever', async () => {
    const { email } = await createUser()
    tell({ SIGN_UP: 'invited' })
    expect((await attempt(email)).subject).toMatch(/^You already have/)
  })
})

describe('SIGN_UP=domains', () => {
  it('makes accounts for addresses of these domains, and of no other', async () => {
    tell({ SIGN_UP: 'domains', SIGN_UP_DOMAINS: ['example.org', 'example.net'] })
    expect((await attempt(`${unique()}@example.net`)).isCreated).toBe(true)
    for (const domain of ['example.com', 'evil-example.org', 'example.org.evil.com', 'sub.example.org'])
      expect((await attempt(`${unique()}@${domain}`)).isCreated, domain).toBe(false)
    expect(closedSentence()).toBe('You need an email address at example.org or example.net, or an invitation.')
  })
})

describe('the code of a sign-up', () => {
  const codeIn = (text: string) => /^(\d{6})$/m.exec(text)![1]!

  it('verifies the address and signs in, with what was chosen', async () => {
    const email = uniqueEmail()
    const began = await signUp({ name: 'Ada', email, password }, somewhere())
    const { userId } = await signInByCode(began, codeIn((await mailsTo(email))[0]!.text), somewhere())
    expect(
      await asOwner('select name, email_verified_at is not null as verified from users where id = $1', [userId]),
    ).toEqual([{ name: 'Ada', verified: true }])
  })

  it('A219 opens nothing for the person who signed up with the address of another', async () => {
    const email = uniqueEmail()
    const theirs = await signUp({ name: 'Thief', email, password }, somewhere())
    await signUp({ name: 'Vera', email, password: 'the owner’s password' }, somewhere())
    const code = codeIn((await mailsTo(email))[0]!.text)
    await expectCode(signInByCode(theirs, code, somewhere()), 'validation_failed')
  })

  it('A198 is one that nothing fits for an address with an account, with the same answer', async () => {
    const { email } = await createUser()
    const began = await signUp({ name: 'Jo', email, password }, somewhere())
    expect(began).toEqual({
      id: expect.stringMatching(/^code_/),
      email,
      link: expect.stringMatching(/^[\w-]{43}$/),
    })
    await expectCode(signInByCode(began, '123456', somewhere()), 'validation_failed')
    await expectCode(verifyEmail({ token: began.link!, password }, null, somewhere()), 'link_expired')
  })
})
