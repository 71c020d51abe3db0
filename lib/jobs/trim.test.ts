import { expect, it } from 'vitest'
import { asOwner, createMember, createUser, unique } from '@/lib/testing/fixtures'
import { trimAll } from './trim'

const ids = async (table: string, among: string[]): Promise<string[]> =>
  (await asOwner<{ id: string }>(`select id from ${table} where id = any($1)`, [among])).map(({ id }) => id)

async function insert(sql: string, values: unknown[]): Promise<string> {
  const [row] = await asOwner<{ id: string }>(`insert into ${sql} returning id`, values)
  return row!.id
}

const session = (userId: string, ended: string, expires: string) =>
  insert(`sessions (user_id, ended_at, expires_at) values ($1, now() ${ended}, now() ${expires})`, [userId])

it('deletes sessions a month after their end, and keeps live and recently ended ones', async () => {
  const { id } = await createUser()
  const long = await session(id, `- interval '31 days'`, `+ interval '1 day'`)
  const lately = await session(id, `- interval '29 days'`, `+ interval '1 day'`)
  const expired = await insert(`sessions (user_id, expires_at) values ($1, now() - interval '31 days')`, [id])
  const live = await insert(`sessions (user_id, expires_at) values ($1, now() + interval '1 day')`, [id])
  await trimAll(1)
  expect((await ids('sessions', [long, lately, expired, live])).sort()).toEqual([lately, live].sort())
})

it('deletes links and mails after their time, but no mail that still waits', async () => {
  const { id } = await createUser()
  const link = (ago: string) =>
    insert(
      `email_tokens (user_id, purpose, token_hash, expires_at) values ($1, 'verify_email', $2, now() - $3::interval)`,
      [id, unique(), ago],
    )
  const links = [await link('8 days'), await link('6 days')]
  const mail = (status: string, ago: string) =>
    insert(
      `emails ("to", subject, text, html, status, created_at) values ('a@example.com', '', '', '', $1, now() - $2::interval)`,
      [status, ago],
    )
  const mails = [
    await mail('sent', '31 days'),
    await mail('failed', '31 days'),
    await mail('queued', '31 days'),
    await mail('sent', '29 days'),
  ]
  await trimAll()
  expect(await ids('email_tokens', links)).toEqual([links[1]])
  expect((await ids('emails', mails)).sort()).toEqual([mails[2], mails[3]].sort())
})

it('deletes invitations three months after they ended or expired, and tokens a day after they expired', async () => {
  const { org, user, session } = await createMember('owner')
  const invitation = (column: string, ago: string) =>
    insert(
      `invitations (organization_id, email, role, token_hash, expires_at, ${column})
         values ($1, $2, 'member', $3, now() - interval '1 day', now() - $4::interval)`,
      [org.id, `${unique()}@example.com`, unique(), ago],
    )
  const ended = [
    await invitation('accepted_at', '91 days'),
    await invitation('revoked_at', '91 days'),
    await invitation('declined_at', '89 days'),
  ]
  const token = (ago: string) =>
    insert(
      `org_tokens (organization_id, user_id, session_id, role, expires_at) values ($1, $2, $3, 'owner', now() - $4::interval)`,
      [org.id, user.id, session.sessionId, ago],
    )
  const tokens = [await token('25 hours'), await token('23 hours'), await token('-1 hour')]
  const counts = await trimAll()
  expect(await ids('invitations', ended)).toEqual([ended[2]])
  expect((await ids('org_tokens', tokens)).sort()).toEqual([tokens[1], tokens[2]].sort())
  expect(Object.keys(counts)).toEqual([
    'sessions',
    'email_tokens',
    'sign_in_codes',
    'used_proofs',
    'pending_sign_ins',
    'used_challenges',
    'emails',
    'invitations',
    'org_tokens',
    'deleted_tokens',
    'rate_limits',
  ])
})

it('deletes mailed codes that have expired', async () => {
  const code = (expires: string) =>
    insert(`sign_in_codes (code_hash, expires_at) values ('a hash', now() ${expires})`, [])
  const [old, live] = [await code(`- interval '1 minute'`), await code(`+ interval '1 minute'`)]
  await trimAll(1)
  expect(await ids('sign_in_codes', [old, live])).toEqual([live])
})

it('deletes sign-ins that wait for a second factor, and used challenges, when they have expired', async () => {
  const { id } = await createUser()
  const names = [unique(), unique()]
  for (const [index, ago] of ['1 minute', '-1 minute'].entries()) {
    await asOwner(
      `insert into pending_sign_ins (secret_hash, user_id, method, expires_at) values ($1, $2, 'pwd', now() - $3::interval)`,
      [names[index], id, ago],
    )
    await asOwner(`insert into used_challenges values ($1, now() - $2::interval)`, [names[index], ago])
  }
  await trimAll()
  const left = await asOwner(
    `select secret_hash as name from pending_sign_ins where secret_hash = any($1)
     union all select challenge from used_challenges where challenge = any($1)`,
    [names],
  )
  expect(left).toEqual([{ name: names[1] }, { name: names[1] }])
})
