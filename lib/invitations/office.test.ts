// A whole company behind one network address: what it may do at once, and how guesses from outside are limited.
import { describe, expect, it } from 'vitest'
import { GET as previewRoute } from '@/app/api/invitations/[token]/route'
import { apiRequest, createMember, createUser, expectCode, send, uniqueEmail } from '@/lib/testing/fixtures'
import { arrivalMark, clientAddressHeader } from '@/lib/requests/trust'
import { hashPassword } from '@/lib/auth/passwords'
import { invitationOf } from '@/lib/testing/invitations'
import { acceptInvitation } from './answer'
import { newSecret } from './schema'
import { openInvitation } from './preview'
import { inviteMany } from './send'
import { signUpInvited } from './sign-up'

const password = 'a sentence of some length'
const from = (address: string) => new Headers({ [clientAddressHeader]: `${arrivalMark()}${address}` })

describe('one office with one network address', () => {
  it('can sign up twenty-one colleagues within minutes', async () => {
    const { ctx } = await createMember('admin')
    const emails = Array.from({ length: 21 }, uniqueEmail)
    await inviteMany(
      ctx,
      emails.map((email) => ({ email, role: 'member' })),
    )
    for (const [index, email] of emails.entries()) {
      const token = await invitationOf(email)
      for (let look = 0; look < 3; look++) await openInvitation(token, null, from('198.51.100.7'))
      await signUpInvited({ token, name: `Colleague ${index}`, password }, from('198.51.100.7'))
    }
  })

  it('cannot make the server hash passwords without limit through one link', async () => {
    const { ctx } = await createMember('admin')
    const email = uniqueEmail()
    await inviteMany(ctx, [{ email, role: 'member' }])
    await createUser({ email, passwordHash: await hashPassword('their own password') })
    const token = await invitationOf(email)
    for (let i = 0; i < 10; i++)
      await expectCode(signUpInvited({ token, name: 'Again', password }, from('198.51.100.9')), 'conflict')
    await expectCode(signUpInvited({ token, name: 'Again', password }, from('203.0.113.9')), 'rate_limited')
  })
})

describe('guesses of invitation secrets', () => {
  it('A094 are answered alike, then limited, without limiting other clients', async () => {
    const { ctx } = await createMember('admin')
    const email = uniqueEmail()
    await inviteMany(ctx, [{ email, role: 'member' }])
    const token = await invitationOf(email)
    const guess = async (address: string, secret = newSecret()) => {
      const request = apiRequest('GET', '/', undefined, Object.fromEntries(from(address)))
      const { status, body, headers } = await send(previewRoute, request, { token: secret })
      return { status, code: body.code, detail: body.detail, retryAfter: Number(headers.get('retry-after')) }
    }
    const answers = []
    for (let i = 0; i < 60; i++) answers.push(await guess('203.0.113.7'))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 404, code: 'not_found' })
    const held = await guess('203.0.113.7')
    expect([held.status, held.code]).toEqual([429, 'rate_limited'])
    // The fifteen minutes, minus the time that this test took.
    expect(held.retryAfter).toBeGreaterThan(0)
    expect(held.retryAfter).toBeLessThanOrEqual(900)
    expect((await guess('203.0.113.8', token)).status).toBe(200)
  })

  it('A094 are limited for a signed-in person, too', async () => {
    const { session } = await createMember('viewer')
    for (let i = 0; i < 60; i++) await expectCode(acceptInvitation(newSecret(), session), 'not_found')
    await expectCode(acceptInvitation(newSecret(), session), 'rate_limited')
  })
})
