// The commands for signing keys: their output and their exit status. They change the keys of a whole database, so this file
// has its own database.
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { asOwner, createMember } from '@/lib/testing/fixtures'
import { keyring } from '@/lib/org-token/keys'
import { issueOrgToken } from '@/lib/org-token/issue'
import { listKeys } from '@/lib/org-token/rotate'
import type { setup as Setup } from './test-database.mjs'

const stop = await vi.hoisted(async () => {
  const { setup } = (await import('./test-database.mjs')) as { setup: typeof Setup }
  return setup()
})
afterAll(stop)
beforeAll(() => keyring())

const timeout = 180_000

/** The script that `npm run keys:…` runs. */
function keys(...args: string[]): Promise<{ code: number | null; said: string; complained: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'development', DATABASE_MIGRATION_URL: '' }
  const child = spawn(process.execPath, ['scripts/keys.mjs', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [said, complained] = ['', '']
  child.stdout.on('data', (text: Buffer) => (said += text))
  child.stderr.on('data', (text: Buffer) => (complained += text))
  return new Promise((resolve, reject) =>
    child.on('error', reject).on('exit', (code) => resolve({ code, said, complained })),
  )
}

const states = async () => Object.fromEntries((await listKeys()).map(({ id, state }) => [id, state]))

describe('the commands for signing keys', () => {
  it(
    'list, rotate and list again',
    async () => {
      const [signing] = Object.keys(await states())
      const first = await keys('list')
      expect(first).toMatchObject({ code: 0, complained: '' })
      expect(first.said).toMatch(new RegExp(`^  ${signing} +signing +signs since \\d{4}-\\d\\d-\\d\\d`, 'm'))
      const rotated = await keys('rotate')
      expect(rotated).toMatchObject({ code: 0, complained: '' })
      const [next] = /^ {2}(\S+) is published and signs from/m.exec(rotated.said)!.slice(1)
      expect(await states()).toEqual({ [signing!]: 'signing', [next!]: 'next' })
      const second = await keys('list')
      expect(second.said).toMatch(new RegExp(`^  ${next} +next +published, signs from `, 'm'))
    },
    timeout,
  )

  it(
    'revoke a key whose id begins with a hyphen, and the tokens that it signed',
    async () => {
      const { ctx, org } = await createMember('admin')
      await asOwner(`update signing_keys set activates_at = now() where revoked_at is null and activates_at > now()`)
      const [signing] = await asOwner<{ id: string }>(
        'select id from signing_keys where revoked_at is null order by activates_at desc limit 1',
      )
      const kid = `-${signing!.id.slice(1)}`
      await asOwner('update signing_keys set id = $2 where id = $1', [signing!.id, kid])
      await keyring(0)
      await issueOrgToken(ctx)
      const revoked = await keys('revoke', kid)
      expect(revoked).toMatchObject({ code: 0, complained: '' })
      expect(revoked.said).toContain(`${kid} is revoked; `)
      expect((await states())[kid]).toBe('revoked')
      const live = 'select 1 from org_tokens where organization_id = $1 and revoked_at is null'
      expect(await asOwner(live, [org.id])).toEqual([])
      expect((await keys('list')).said).toMatch(new RegExp(`^  ${kid} +revoked +revoked at `, 'm'))
    },
    timeout,
  )

  it.each([
    [['revoke', 'no-such-key'], 'There is no key no-such-key. npm run keys:list shows them.'],
    [['revoke', '--help'], 'There is no key --help.'],
    [['revoke'], 'Say which key: npm run keys:revoke -- KID.'],
    [['destroy'], 'Use one of list, rotate, revoke.'],
  ])(
    '%j ends with status 1, gives the reason, and changes nothing',
    async (args, why) => {
      const before = await states()
      const refused = await keys(...args)
      expect(refused.code).toBe(1)
      expect(refused.complained).toContain(why)
      expect(refused.complained).not.toMatch(/^ +at /m)
      expect(await states()).toEqual(before)
    },
    timeout,
  )
})
