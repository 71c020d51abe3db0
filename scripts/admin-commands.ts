// The part of scripts/admin.mjs that needs a database. It prints only to the terminal.
import { emailAddressSchema } from '@/lib/auth/email-address'
import { isUsable } from '@/lib/accounts/email-links'
import {
  endAllSessions,
  findAccount,
  findOrganizationId,
  listAccounts,
  queueTestMail,
  verifyAddress,
} from '@/lib/accounts/operator'
import { resetSecondFactor } from '@/lib/accounts/reset-second-factor'
import { disconnect } from '@/lib/db/client'
import { withIdentity } from '@/lib/db/with-identity'
import { findNewestLink, whyMailsWait } from '@/lib/mail/outbox'
import { makeOwner } from '@/lib/members/operator'

type Command = { usage: string; does: string; run: (...args: string[]) => Promise<string[]> }

const commands: Record<string, Command> = {
  'verify-link': {
    usage: 'verify-link EMAIL',
    does: 'the newest link that waits in the outbox for an address: verification, invitation or new password',
    run: printLink,
  },
  list: {
    usage: 'list [TEXT]',
    does: 'the newest 100 accounts, or those with a text in their address',
    run: list,
  },
  'verify-email': {
    usage: 'verify-email EMAIL',
    does: 'marks an address as proven; only if you know that it is the person’s',
    run: async (address) => {
      const email = read(address, 'verify-email')
      return [(await verifyAddress(email)) ? `${email} is verified.` : `${email} was verified already.`]
    },
  },
  'make-owner': {
    usage: 'make-owner EMAIL ORGANIZATION',
    does: 'makes a person an owner of an organization, given by slug or id',
    run: async (address, organization) => {
      const email = read(address, 'make-owner')
      if (!organization) throw new Error('Say of which organization: npm run admin -- make-owner jane@example.com acme')
      const before = await makeOwner(await findOrganizationId(organization), await findAccount(email))
      return [`${email} is an owner of ${organization}${before ? `, and was ${before}` : ''}.`]
    },
  },
  'end-sessions': {
    usage: 'end-sessions EMAIL',
    does: 'ends every sign-in of a person',
    run: async (address) => {
      const email = read(address, 'end-sessions')
      await endAllSessions(email)
      return [`Every sign-in of ${email} has ended.`]
    },
  },
  'reset-second-factor': {
    usage: 'reset-second-factor EMAIL',
    does: 'removes the authenticator app, passkeys and recovery codes of a person, ends their sign-ins and tells them',
    run: async (address) => {
      const email = read(address, 'reset-second-factor')
      await findAccount(email)
      await resetSecondFactor(email)
      return [`${email} no longer has a second factor. A mail tells them.`]
    },
  },
  'send-test-mail': {
    usage: 'send-test-mail EMAIL',
    does: 'queues a mail, which the running server sends',
    run: async (address) => {
      const email = read(address, 'send-test-mail')
      await queueTestMail(email)
      return [whyMailsWait() ?? `A mail to ${email} is in the outbox. The running server sends it.`]
    },
  },
}

function read(address: string | undefined, command: string): string {
  const parsed = emailAddressSchema.safeParse(address)
  if (!parsed.success) throw new Error(`Say for which address: npm run admin -- ${command} jane@example.com`)
  return parsed.data
}

const listedCount = 100

async function list(query: string | undefined): Promise<string[]> {
  const accounts = await listAccounts(query, listedCount)
  if (accounts.length === 0) return ['There are no such accounts.']
  return accounts.map(({ email, name, isVerified, factors, createdAt }) =>
    [
      `  ${email}`,
      name,
      `since ${createdAt.toISOString().slice(0, 10)}`,
      isVerified ? 'verified' : 'not verified',
      factors.join(', ') || 'no factor',
    ].join(' · '),
  )
}

async function printLink(address: string | undefined): Promise<string[]> {
  const email = read(address, 'verify-link')
  const found = await findNewestLink(email)
  if (!found)
    throw new Error(
      `No link waits in the outbox for ${email}: sign up or ask for a new link first. Mails that were sent keep none.`,
    )
  // Links of invitations have no token in the query. Their page shows whether they are still valid.
  const token = new URL(found.link).searchParams.get('token')
  if (token && !(await withIdentity((db) => isUsable(db, token))))
    throw new Error(`The newest link for ${email} was used or has expired. Sign in, or ask for a new one.`)
  const written = found.createdAt.toISOString().replace('T', ' ').slice(0, 16)
  return [`  ${found.subject} (written ${written} UTC)`, `  ${found.link}`]
}

const usage = (): string =>
  Object.values(commands)
    .map((command) => `  npm run admin -- ${command.usage}   ${command.does}`)
    .join('\n')

const [name = '', ...args] = process.argv.slice(2)

try {
  if (!Object.hasOwn(commands, name)) throw new Error(`The commands are:\n${usage()}`)
  console.log((await commands[name]!.run(...args)).join('\n'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await disconnect()
}
