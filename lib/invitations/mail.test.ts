// What the mail of an invitation says, and what sending one does not reveal.
import { describe, expect, it } from 'vitest'
import * as collection from '@/app/api/v1/invitations/route'
import * as resend from '@/app/api/v1/invitations/[id]/resend/route'
import { verifyBearer } from '@/lib/org-token/verify'
import { mailColors } from '@/lib/config'
import {
  asOwner,
  bearerRequest,
  createMember,
  createSession,
  createUser,
  send,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { acceptMyInvitation } from './answer'
import { checkInvitations, invite } from './send'

const mailsTo = (email: string) =>
  asOwner<{ subject: string; text: string; html: string }>(
    `select subject, text, html from emails where "to" = $1 order by created_at`,
    [email],
  )

const evil = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  'x-original-host': 'evil.example',
  forwarded: 'host=evil.example;proto=https',
}

describe('the mail of an invitation', () => {
  it('A104 links to APP_URL, whatever the request headers claim', async () => {
    const { ctx } = await createMember('admin')
    const withEvil = (request: Request): Request => {
      for (const [name, value] of Object.entries(evil)) request.headers.set(name, value)
      return new Request(new URL(new URL(request.url).pathname, 'https://evil.example'), request)
    }
    const email = uniqueEmail()
    const body = { email, role: 'viewer' }
    const created = await send(collection.POST, withEvil(await bearerRequest(ctx, 'POST', '/api/v1/invitations', body)))
    expect(created.status).toBe(201)
    const { id } = created.body
    expect((await send(resend.POST, withEvil(await bearerRequest(ctx, 'POST', '/')), { id })).status).toBe(200)
    const sent = await mailsTo(email)
    // The second mail canceled the first and removed its text.
    expect(sent).toHaveLength(2)
    expect(JSON.stringify([sent, created.body])).not.toContain('evil.example')
    expect(sent[1]!.text).toMatch(/\nhttp:\/\/localhost:3000\/invitations\/[\w-]{43}\n/)
    expect(sent[1]!.html).toMatch(/href="http:\/\/localhost:3000\/invitations\/[\w-]{43}"/)
  })

  it('A106 refuses an address with HTML in it, and would escape it', async () => {
    const { ctx } = await createMember('admin')
    const rows = ['"<img src=x>"@example.com', '<b>x</b>@example.com', 'a&lt;b@example.com', 'x@<i>example.com'].map(
      (email) => ({ email, role: 'viewer' }),
    )
    for (const row of await checkInvitations(ctx, rows)) expect(row.status, row.email).toBe('invalid_email')
    const quirky = `o'hara&co+${uniqueEmail()}`
    const [checked] = await checkInvitations(ctx, [{ email: quirky, role: 'viewer' }])
    if (checked!.status === 'created') {
      await invite(ctx, { email: quirky, role: 'viewer' })
      for (const { html } of await mailsTo(quirky)) expect(html).not.toMatch(/o'hara|&co/)
    }
  })

  it('F14 names the creator of the API key that sent it, and their address', async () => {
    const { ctx, user } = await createMember('admin')
    await asOwner(`update users set name = 'Olga Owner' where id = $1`, [user.id])
    const key = await verifyBearer(`Bearer ${await tokenOf(await createKey(ctx, { role: 'admin' }))}`)
    const email = uniqueEmail()
    await invite(key, { email, role: 'viewer' })
    const [mail] = await mailsTo(email)
    expect(mail!.subject).toMatch(/^Olga Owner invites you to /)
    expect(mail!.text).toContain('Olga Owner, through the key Nightly export, invites you to join')
    expect(mail!.text).toContain(user.email)
  })
})

describe('A112 whether an address has an account', () => {
  it('is not revealed by the answer to an invitation or by its mail', async () => {
    const { ctx } = await createMember('admin')
    const answerTo = async (email: string) => {
      const body = { email, role: 'viewer' }
      const answer = await send(collection.POST, await bearerRequest(ctx, 'POST', '/api/v1/invitations', body))
      const mails = await mailsTo(email)
      const text = JSON.stringify([answer.status, Object.keys(answer.body), answer.body.delivery, answer.body.status])
      const shapes = mails.map((mail) => mail.text.replaceAll(/[\w-]{43}/g, 'secret'))
      return { text, subjects: mails.map(({ subject }) => subject), shapes }
    }
    const nobody = await answerTo(uniqueEmail())
    expect(await answerTo((await createUser()).email)).toEqual(nobody)
    expect(await answerTo((await createUser({ verified: false })).email)).toEqual(nobody)
  })

  it('is not revealed by a dry run', async () => {
    const { ctx } = await createMember('admin')
    const emails = [uniqueEmail(), (await createUser()).email, (await createMember('owner')).user.email]
    const checked = await checkInvitations(
      ctx,
      emails.map((email) => ({ email, role: 'viewer' })),
    )
    expect(checked.map(({ status }) => status)).toEqual(['created', 'created', 'created'])
  })
})

describe('the mail about an answer', () => {
  it('shows the inviter the tile of the organization in its color', async () => {
    const { ctx, org, user } = await createMember('admin')
    await asOwner('update organizations set hue = 4 where id = $1', [org.id])
    const invitee = await createUser()
    const { id } = await invite(ctx, { email: invitee.email, role: 'viewer' })
    await acceptMyInvitation(await createSession(invitee.id), id)
    expect((await mailsTo(user.email)).at(-1)!.html).toContain(`background:${mailColors.organizations[4]}`)
  })
})
