// This file has its own database, because the first start needs one without accounts.
import { afterAll, expect, it } from 'vitest'
import { setup } from '../../scripts/test-database.mjs'

Object.assign(process.env, { BOOTSTRAP_OWNER_EMAIL: 'First.Owner@Example.com', BOOTSTRAP_ORGANIZATION: 'Acme Corp' })
const stop = await setup()
const testing = await import('@/lib/testing/fixtures')
const { resetPassword } = await import('@/lib/accounts/commands')
const { signIn } = await import('@/lib/accounts/sessions')
const { listAccess } = await import('@/lib/db/authorize')
const { database } = await import('@/lib/db/client')
const { parseEnv } = await import('@/lib/env')
const { bootstrap } = await import('./bootstrap')
const { configureDatabase } = await import('./start')
const { asOwner } = testing

afterAll(async () => {
  await database().tenant.end()
  await database().identity.end()
  await testing.endTesting()
  await stop()
})

it('makes the first owner with an organization once, also of two servers that start together', async () => {
  await configureDatabase()
  await Promise.all([bootstrap(), bootstrap()])
  await bootstrap()
  const users = await asOwner<{ email: string; password_hash: null }>('select email, password_hash from users')
  expect(users).toEqual([{ email: 'first.owner@example.com', password_hash: null }])
  const [mail] = await asOwner<{ text: string }>('select text from emails')
  const token = /reset-password\?token=([\w-]{43})/.exec(mail!.text)![1]!
  await resetPassword({ token, password: 'a password of the first owner' }, new Headers())
  const input = { email: 'first.owner@example.com', password: 'a password of the first owner' }
  const access = await listAccess(await signIn(input, new Headers()))
  expect(access.map(({ name, slug, role }) => [name, slug, role])).toEqual([['Acme Corp', 'acme-corp', 'owner']])
})

it('refuses an organization without an owner, and an address that is none', () => {
  const problemsOf = (env: Record<string, string>) => {
    const result = parseEnv({ AUTH_SECRET: 'x1'.repeat(20), APP_MODE: 'development', ...env })
    return 'problems' in result ? result.problems : []
  }
  expect(problemsOf({ BOOTSTRAP_ORGANIZATION: 'Acme' })).toEqual([
    'BOOTSTRAP_OWNER_EMAIL is missing: BOOTSTRAP_ORGANIZATION is set',
  ])
  for (const address of ['nobody', 'jané@example.com'])
    expect(problemsOf({ BOOTSTRAP_OWNER_EMAIL: address }), address).toEqual([
      'BOOTSTRAP_OWNER_EMAIL must be an address such as jane@example.com',
    ])
  expect(problemsOf({ BOOTSTRAP_OWNER_EMAIL: 'jane@example.com', BOOTSTRAP_ORGANIZATION: 'Acme' })).toEqual([])
})
