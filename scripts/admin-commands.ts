// The part of scripts/admin.mjs that needs a database. It prints only to the terminal.
import { emailAddressSchema } from '@/lib/auth/email-address'
import { isUsable } from '@/lib/accounts/email-links'
import { disconnect } from '@/lib/db/client'
import { withIdentity } from '@/lib/db/with-identity'
import { findNewestLink } from '@/lib/mail/outbox'

type Command = { usage: string; does: string; run: (...args: string[]) => Promise<string[]> }

const commands: Record<string, Command> = {
  'verify-link': {
    usage: 'verify-link EMAIL',
    does: 'the newest link that waits in the outbox for an address: verification, invitation or new password',
    run: printLink,
  },
}

async function printLink(address: string | undefined): Promise<string[]> {
  const parsed = emailAddressSchema.safeParse(address)
  if (!parsed.success) throw new Error('Say for which address: npm run admin -- verify-link jane@example.com')
  const found = await findNewestLink(parsed.data)
  if (!found)
    throw new Error(
      `No link waits in the outbox for ${parsed.data}: sign up or ask for a new link first. Mails that were sent keep none.`,
    )
  // Links of invitations have no token in the query. Their page shows whether they are still valid.
  const token = new URL(found.link).searchParams.get('token')
  if (token && !(await withIdentity((db) => isUsable(db, token))))
    throw new Error(`The newest link for ${parsed.data} was used or has expired. Sign in, or ask for a new one.`)
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
