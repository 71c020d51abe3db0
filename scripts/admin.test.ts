// How the first person gets in on a server that cannot send mails, with the command as it is typed.
import { describe, expect, it } from 'vitest'
import { signUp, requestPasswordReset } from '@/lib/accounts/commands'
import { verifyEmail } from '@/lib/accounts/verification'
import { getEnv } from '@/lib/env'
import { enqueueEmail } from '@/lib/mail/outbox'
import { passwordChangedMessage } from '@/lib/mail/templates'
import { withIdentity } from '@/lib/db/with-identity'
import { authorizeUser } from '@/lib/db/authorize'
import { asOwner, createOrg, createSession, expectCode, uniqueEmail } from '@/lib/testing/fixtures'
import { pinClock, setUpApp } from '@/lib/testing/second-factors'
import { runProgram } from './checkout'

const admin = (...args: string[]) => {
  const { DATABASE_URL, DATABASE_IDENTITY_URL, AUTH_SECRET } = getEnv()
  const env = { ...process.env, DATABASE_URL, DATABASE_IDENTITY_URL, AUTH_SECRET, NODE_ENV: 'production' as const }
  return runProgram('scripts/admin.mjs', args, env)
}

pinClock()

const headers = new Headers()

async function newcomer(): Promise<string> {
  const email = uniqueEmail()
  await signUp({ name: 'Jane', email, password: 'correct horse battery staple' }, headers)
  return email
}

describe('npm run admin', { timeout: 60_000 }, () => {
  it('verify-link prints the link that verifies the first person', async () => {
    const email = await newcomer()
    const { code, output } = await admin('verify-link', email.toUpperCase())
    expect([code, output]).toEqual([0, expect.stringContaining('Verify your email address')])
    const token = /^ {2}http:\/\/localhost:3000\/verify-email\?token=([\w-]{43})$/m.exec(output)![1]!
    await verifyEmail({ token, password: 'correct horse battery staple' }, null, headers)
    const [user] = await asOwner('select email_verified_at is not null as verified from users where email = $1', [
      email,
    ])
    expect(user).toEqual({ verified: true })
    const again = await admin('verify-link', email)
    expect([again.code, again.output]).toEqual([1, expect.stringContaining('was used or has expired')])
  })

  it('verify-link prints the newest link, and never another secret', async () => {
    const email = await newcomer()
    await requestPasswordReset(email, headers)
    await withIdentity((db) => enqueueEmail(db, email, passwordChangedMessage('Jane', 'all')))
    const { output } = await admin('verify-link', email)
    expect(output).toMatch(/^ {2}http:\/\/localhost:3000\/reset-password\?token=[\w-]{43}$/m)
    expect(output).not.toMatch(/verify-email|forgot-password/)
  })

  it('verify-link prints no canceled link', async () => {
    const email = await newcomer()
    await asOwner(`update emails set status = 'canceled' where "to" = $1`, [email])
    const { code, output } = await admin('verify-link', email)
    expect([code, output]).toEqual([1, expect.stringContaining(`No link waits in the outbox for ${email}`)])
  })

  it.each([
    [[], /^The commands are:\n {2}npm run admin -- verify-link EMAIL/m],
    [['constructor'], /^The commands are:/m],
    [['verify-link'], /^Say for which address: /m],
    [['verify-link', 'nobody'], /^Say for which address: /m],
  ])('%j ends with status 1 and names the problem', async (args, why) => {
    const { code, output } = await admin(...args)
    expect(code).toBe(1)
    expect(output).toMatch(why)
    expect(output).not.toMatch(/^ +at /m)
  })
})

describe('npm run admin for accounts', { timeout: 120_000 }, () => {
  it('lists, verifies, ends sessions, resets a second factor and makes an owner', async () => {
    const email = await newcomer()
    expect((await admin('verify-email', email)).output).toContain(`${email} is verified.`)
    expect((await admin('verify-email', email)).output).toContain('was verified already')
    const [user] = await asOwner<{ id: string }>('select id from users where email = $1', [email])
    const session = await createSession(user!.id)
    const { codes } = await setUpApp(session)
    expect(codes).toHaveLength(10)
    expect((await admin('list', email)).output).toMatch(/verified · password, totp$/m)

    expect((await admin('reset-second-factor', email)).output).toContain('no longer has a second factor')
    expect((await admin('list', email)).output).toMatch(/ · password$/m)
    const [mail] = await asOwner<{ subject: string }>(
      `select subject from emails where "to" = $1 order by id desc limit 1`,
      [email],
    )
    expect(mail!.subject).toMatch(/second factor .* was reset/)
    await expectCode(authorizeUser(session), 'unauthenticated')

    const again = await createSession(user!.id)
    expect((await admin('end-sessions', email)).output).toContain('has ended')
    await expectCode(authorizeUser(again), 'unauthenticated')

    const org = await createOrg()
    expect((await admin('make-owner', email, org.slug)).output).toContain(`is an owner of ${org.slug}`)
    const rows = await asOwner('select role from memberships where organization_id = $1', [org.id])
    expect(rows).toEqual([{ role: 'owner' }])
    const events = await asOwner('select action, actor_type, actor_name from audit_events where organization_id = $1', [
      org.id,
    ])
    expect(events).toEqual([{ action: 'member.joined', actor_type: 'system', actor_name: 'The system' }])
    expect((await admin('make-owner', email, 'no-such-organization')).code).toBe(1)

    expect((await admin('send-test-mail', email)).code).toBe(0)
    const [test] = await asOwner<{ subject: string }>(
      `select subject from emails where "to" = $1 order by id desc limit 1`,
      [email],
    )
    expect(test!.subject).toMatch(/^A test mail/)
  })
})
