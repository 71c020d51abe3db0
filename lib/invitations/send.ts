// Inviting: one address or a list of them. A row that cannot be invited is reported in its place and stops no other.
import { z } from 'zod'
import { recordAudits } from '@/lib/audit/record'
import { recordRefusedRoles } from '@/lib/audit/refused-roles'
import { emailAddressSchema, normalizeEmailAddress } from '@/lib/auth/email-address'
import { assertMayGrant, isRoleOf, missingFor, roleKeySchema } from '@/lib/auth/permissions'
import { requireRecentSignInToAssign } from '@/lib/auth/step-up'
import type { OrgContext, OrgEntry } from '@/lib/db/entry'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError, type ErrorCode } from '@/lib/errors'
import { countAgainst } from '@/lib/rate-limits'
import { hashSecret, messageFor, newExpiry, newSecret, open, toTarget, type Invitation } from './invitation'

export const maxInvitations = 100

export const inviteSchema = z.strictObject({ email: emailAddressSchema, role: roleKeySchema })
export const inviteManySchema = z.strictObject({
  invitations: z
    .array(
      z.strictObject({
        email: z.string().max(500).meta({ example: 'jane@example.com' }),
        role: z.string().max(60).meta({ example: 'member' }),
      }),
    )
    .min(1)
    .max(maxInvitations, `Send at most ${maxInvitations} at a time.`),
})

export type Row = { email: string; role: string }
const rowRefusals = ['already_member', 'already_invited', 'invalid_email', 'insufficient_permissions'] as const
export const rowStatuses = ['created', ...rowRefusals] as const satisfies ('created' | ErrorCode)[]
export type RowStatus = (typeof rowStatuses)[number]
export type RowResult = Row & { status: RowStatus; invitation?: Invitation }

/** What would become of every row, without sending anything: the table that a person checks first. */
export const checkInvitations = (ctx: OrgContext, rows: Row[]): Promise<RowResult[]> =>
  withOrg(ctx, 'org:invitations:write', (db, entry) => judge(db, entry, rows))

/** Invites every row that can be invited, in one transaction with its mails. Out: a result for each row, in order. */
export async function inviteMany(ctx: OrgContext, rows: Row[]): Promise<RowResult[]> {
  await countInvitations(ctx, rows)
  return withOrg(ctx, 'org:invitations:write', async (db, entry) => {
    const results = await judge(db, entry, rows)
    await recordRefusedRoles(db, entry, rolesRefused(results))
    const good = results.filter(({ status }) => status === 'created')
    const invitations = await insert(db, entry, good)
    return results.map((result) => {
      const invitation = invitations.find(({ email }) => email === result.email && result.status === 'created')
      return invitation ? { ...result, invitation } : result
    })
  })
}

const rolesRefused = (results: RowResult[]): string[] =>
  results.filter(({ status }) => status === 'insufficient_permissions').map(({ role }) => role)

/** Invites one address. Throws already_member, already_invited, insufficient_permissions. */
export async function invite(ctx: OrgContext, row: z.infer<typeof inviteSchema>): Promise<Invitation> {
  await countInvitations(ctx, [row])
  return withOrg(ctx, 'org:invitations:write', async (db, entry) => {
    assertMayGrant(entry, row.role)
    const [result] = await judge(db, entry, [row])
    if (result!.status !== 'created') throw new AppError(result!.status)
    return (await insert(db, entry, [result!]))[0]!
  })
}

async function judge(db: OrgDb, entry: OrgEntry, rows: Row[]): Promise<RowResult[]> {
  const addresses = rows.map(({ email }) => normalizeEmailAddress(email))
  const known = addresses.filter((address) => address !== null)
  const found = await db.$queryRaw<{ email: string; joined: boolean }[]>`
    select email, true as joined from users where email = any(${known})
    union all
    select email, false from invitations where email = any(${known}) and expires_at > now()
      and accepted_at is null and declined_at is null and revoked_at is null`
  const taken = new Set(found.filter(({ joined }) => !joined).map(({ email }) => email))
  const memberAddresses = new Set(found.filter(({ joined }) => joined).map(({ email }) => email))
  return rows.map((row, index) => {
    const email = addresses[index]
    const status = rowStatus(entry, row.role, email, memberAddresses, taken)
    // The second row with an address is one too many.
    if (status === 'created') taken.add(email!)
    return { email: email ?? row.email, role: row.role, status }
  })
}

function rowStatus(
  entry: OrgEntry,
  role: string,
  email: string | null | undefined,
  members: Set<string>,
  taken: Set<string>,
): RowStatus {
  if (!email) return 'invalid_email'
  if (!isRoleOf(entry, role) || missingFor(entry, role).length > 0) return 'insufficient_permissions'
  if (members.has(email)) return 'already_member'
  return taken.has(email) ? 'already_invited' : 'created'
}

/** Mails and invitations in one statement, so that neither is there without the other. */
async function insert(db: OrgDb, entry: OrgEntry, rows: Row[]): Promise<Invitation[]> {
  if (rows.length === 0) return []
  for (const { role } of rows) requireRecentSignInToAssign(entry, role)
  const made = rows.map(({ email, role }) => {
    const token = newSecret()
    return { email, role, token_hash: hashSecret(token), ...messageFor(entry, role, token) }
  })
  // An invitation that expired unanswered gives its place to the new one.
  await db.invitation.updateMany({
    where: { email: { in: rows.map(({ email }) => email) }, ...open, expiresAt: { lte: new Date() } },
    data: { revokedAt: new Date() },
  })
  const inserted = await db.$queryRaw<
    Pick<Invitation, 'id' | 'email' | 'role' | 'createdAt' | 'expiresAt' | 'inviter'>[]
  >`
    with made as (
      select type_id('mail') as email_id, * from jsonb_to_recordset(${JSON.stringify(made)}::jsonb)
        as t(email text, role text, token_hash text, subject text, "text" text, html text)
    ), mails as (
      insert into emails (id, "to", subject, text, html) select email_id, email, subject, text, html from made
    )
    insert into invitations (email, role, token_hash, invited_by, email_id, expires_at)
      select email, role, token_hash, ${entry.responsibleId}, email_id, ${newExpiry()} from made
      returning id, email, role, created_at as "createdAt", expires_at as "expiresAt",
        (select jsonb_build_object('id', u.id, 'name', u.name) from users u where u.id = invited_by) as inviter`
  await recordAudits(
    db,
    entry,
    inserted.map((made) => ({
      action: 'invitation.created',
      target: toTarget(made),
      changes: { role: [null, made.role] },
    })),
  )
  const fresh = { acceptedAt: null, declinedAt: null, revokedAt: null }
  const delivery = { status: 'queued', attempts: 0, lastError: null }
  return inserted.map((invitation) => ({ ...invitation, ...fresh, delivery }))
}

async function countInvitations(ctx: OrgContext, rows: Row[]): Promise<void> {
  const inviter = 'apiKeyId' in ctx ? ctx.apiKeyId : ctx.userId
  await countAgainst('invitations_by_inviter', inviter, rows.length)
  await countAgainst('invitations_by_organization', ctx.organization ?? `active ${inviter}`, rows.length)
  for (const { email } of rows)
    await countAgainst('invitations_by_recipient', normalizeEmailAddress(email) ?? 'malformed', 1)
}
