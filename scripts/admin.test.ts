// How the first person gets in on a server that cannot send mails, with the command as it is typed.
import { describe, expect, it } from 'vitest'
import { signUp, requestPasswordReset } from '@/lib/accounts/commands'
import { verifyEmail } from '@/lib/accounts/verification'
import { getEnv } from '@/lib/env'
import { enqueueEmail } from '@/lib/mail/outbox'
import { passwordChangedMessage } from '@/lib/mail/templates'
import { withIdentity } from '@/lib/db/with-identity'
import { asOwner, uniqueEmail } from '@/lib/testing/fixtures'
import { runProgram } from './checkout'

const admin = (...args: string[]) => {
  const { DATABASE_URL, DATABASE_IDENTITY_URL, AUTH_SECRET } = getEnv()
  const env = { ...process.env, DATABASE_URL, DATABASE_IDENTITY_URL, AUTH_SECRET, NODE_ENV: 'production' as const }
  return runProgram('scripts/admin.mjs', args, env)
}

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

  it('verify-link prints no cancelled link', async () => {
    const email = await newcomer()
    await asOwner(`update emails set status = 'cancelled' where "to" = $1`, [email])
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
