// npm run doctor, on the database of the tests.
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { issueOrgToken } from '@/lib/org-token/issue'
import { asOwner, createMember } from '@/lib/testing/fixtures'
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import { examine } from './checks.mjs'
import { checkDatabase } from './database.mjs'
import { checkMail } from './network.mjs'

type Finding = { level: string; about: string; text: string; advice?: string }

const inWords = (findings: Finding[]) => findings.map(({ level, about }) => `${level} ${about}`)

describe('the doctor', () => {
  it('reports each setting that is missing or wrong, with what to do, and looks no further', async () => {
    const findings = (await examine({ APP_MODE: 'production', AUTH_SECRET: 'short' })) as Finding[]
    expect(inWords(findings).filter((each) => each.startsWith('error'))).toEqual([
      'error Settings',
      'error Settings',
      'error Settings',
    ])
    expect(findings.filter(({ level }) => level !== 'ok').every(({ advice }) => advice)).toBe(true)
    expect(findings.some(({ about }) => about === 'Database')).toBe(false)
  })

  it('says that the database cannot be reached, once', async () => {
    const url = 'postgres://app:x@127.0.0.1:1/app'
    const findings = await checkDatabase({ DATABASE_URL: url, DATABASE_IDENTITY_URL: url })
    expect(inWords(findings)).toEqual(['error Database'])
  })

  it('says whether the mail server answers', async () => {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => server.close(() => {}))
    const { port } = server.server.address() as AddressInfo
    const ask = async (url: string) =>
      inWords(await checkMail({ SMTP_URL: url, MAIL_FROM: 'a@example.com', APP_MODE: 'production' }))
    expect(await ask(`smtp://127.0.0.1:${port}`)).toEqual(['ok Mail'])
    expect(await ask('smtp://127.0.0.1:1')).toEqual(['error Mail'])
  })

  describe.runIf(process.env.TEST_DATABASE_URL)('on a server', () => {
    const urls = () => ({
      DATABASE_URL: process.env.DATABASE_URL!,
      DATABASE_IDENTITY_URL: process.env.DATABASE_IDENTITY_URL!,
      AUTH_SECRET: process.env.AUTH_SECRET!,
    })
    const errorsOf = (findings: Finding[]) =>
      findings.filter(({ level }) => level === 'error').map(({ about }) => about)

    it('finds logins, migrations, keys, clock and connections in order', async () => {
      const { ctx } = await createMember('owner')
      // Tests of other files seal keys under another secret for a moment; the next token makes a new one.
      const find = async () => {
        await issueOrgToken(ctx)
        const found = await checkDatabase(urls())
        // The Postgres of tests does without fsync.
        expect(errorsOf(found).filter((about) => about !== 'Durability')).toEqual([])
        return found
      }
      const findings = await vi.waitFor(find, { timeout: 20_000, interval: 200 })
      expect(inWords(findings)).toEqual(
        expect.arrayContaining(['ok DATABASE_URL', 'ok Migrations', 'ok Signing keys', 'ok Clock', 'ok Live updates']),
      )
    })

    it('reports the accounts of the demo, whose password is public, in production only', async () => {
      const find = async (mode: string) =>
        ((await checkDatabase({ ...urls(), APP_MODE: mode })) as Finding[])
          .filter(({ about }) => about === 'Accounts')
          .map(({ level, text }) => `${level}: ${text}`)
      expect(await find('production')).toEqual(['ok: none of the demo'])
      const email = 'nora@example.com'
      onTestFinished(async () => void (await asOwner('delete from users where email = $1', [email])))
      await asOwner(`insert into users (name, email, password_hash) values ('Nora', $1, 'x')`, [email])
      expect(await find('production')).toEqual([`error: the demo's, whose password is public: ${email}`])
      expect(await find('demo')).toEqual([])
    })

    it('warns of a replica that is none, and of one that does not answer', async () => {
      const find = async (url: string) => {
        const findings = (await checkDatabase({ ...urls(), DATABASE_REPLICA_URL: url })) as Finding[]
        return findings.filter(({ about }) => about === 'Replica').map(({ level, text }) => `${level}: ${text}`)
      }
      expect(await find(urls().DATABASE_URL)).toEqual([expect.stringMatching(/^warning: .* is no streaming replica$/)])
      expect(await find('postgres://app:x@127.0.0.1:1/app')).toEqual(['warning: no answer'])
      expect(await find('')).toEqual([])
    })

    it('warns of the owner as the login of the application', async () => {
      const owner = process.env.TEST_OWNER_URL!
      expect(errorsOf(await checkDatabase({ ...urls(), DATABASE_URL: owner }))).toContain('DATABASE_URL')
    })
  })
})
