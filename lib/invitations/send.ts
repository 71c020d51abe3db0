// Invites one address or a list. A row that cannot be invited gets an error status and does not stop the others.
import { z } from 'zod'
import { recordAudits } from '@/lib/audit/record'
import { recordRefusedRoles } from '@/lib/audit/refused-roles'
import { emailAddressSchema } from '@/lib/auth/email-address'
import { hashSecret } from '@/lib/auth/hash-secret'
import { roleKeySchema } from '@/lib/permissions/roles'
import { assertMayGrant } from '@/lib/permissions/grants'
import { requireRecentSignInToAssign } from '@/lib/auth/step-up'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { queryOrg, withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { assertWithinLimits, giveBack, previewLimits, takeQuota } from './limits'
import { apiKeyOf, inviterAddress, messageFor, newExpiry, newSecret, toAuditTarget, type Invitation } from './schema'
import { isGood, queryKnown, validateRows, type KnownRow, type Row, type RowResult } from './validate-rows'

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

/** Validates every row without sending or counting anything, for the table that is shown before inviting. */
export async function checkInvitations(ctx: OrgContext, rows: Row[]): Promise<RowResult[]> {
  const { session, judged } = await judge(ctx, rows, () => {})
  return previewLimits(session, judged)
}

/** `assert` throws if nothing of the list may be sent. */
const judge = (ctx: OrgContext, rows: Row[], assert: (session: OrgSession, judged: RowResult[]) => void) =>
  queryOrg(ctx, 'org:invitations:write', queryKnown(rows), (found: KnownRow[], session) => {
    const judged = validateRows(session, rows, found)
    assert(session, judged)
    return { session, judged }
  })

/**
 * Invites every valid row, in one transaction with the mails. Out: a result for each row, in order. Throws rate_limited
 * if the sender's quota is used up, reauth_required.
 */
export const inviteMany = (ctx: OrgContext, rows: Row[]): Promise<RowResult[]> => inviteGood(ctx, rows, () => {})

/** Invites one address. Throws already_member, already_invited, insufficient_permissions, rate_limited, reauth_required. */
export async function invite(ctx: OrgContext, row: z.infer<typeof inviteSchema>): Promise<Invitation> {
  const [result] = await inviteGood(ctx, [row], (session) => assertMayGrant(session, row.role))
  assertWithinLimits(result!)
  if (result!.status !== 'created') throw new AppError(result!.status)
  return result!.invitation!
}

const rolesRefused = (results: RowResult[]): string[] =>
  results.filter(({ status }) => status === 'insufficient_permissions').map(({ role }) => role)

// Validates, counts, then sends: a limit is counted outside of transactions.
async function inviteGood(ctx: OrgContext, rows: Row[], assert: (session: OrgSession) => void): Promise<RowResult[]> {
  const { session, judged } = await judge(ctx, rows, (session, judged) => {
    assert(session)
    assertRecentSignIn(session, judged)
  })
  const refused = rolesRefused(judged)
  if (refused.length > 0)
    await withOrg(ctx, 'org:invitations:write', (db, current) => recordRefusedRoles(db, current, refused))
  if (!judged.some(isGood)) return judged
  const counted = await takeQuota(session, judged)
  return sendCounted({ ...ctx, organization: session.org.id }, session, counted)
}

function assertRecentSignIn(session: OrgSession, rows: RowResult[]): void {
  for (const { role } of rows.filter(isGood)) requireRecentSignInToAssign(session, role)
}

async function sendCounted(ctx: OrgContext, session: OrgSession, counted: RowResult[]): Promise<RowResult[]> {
  const good = counted.filter(isGood)
  try {
    const sent = await withOrg(ctx, 'org:invitations:write', (db, current) => insertValid(db, current, good))
    const results = counted.map((row) => (isGood(row) ? sent[good.indexOf(row)]! : row))
    await giveBack(
      session,
      good.filter((_, index) => !isGood(sent[index]!)),
    )
    return results
  } catch (error) {
    await giveBack(session, good)
    throw error
  }
}

// Validates again, because a simultaneous request may have changed a role. That someone was invited or has joined meanwhile
// shows when they are not inserted.
async function insertValid(db: OrgDb, session: OrgSession, rows: RowResult[]): Promise<RowResult[]> {
  const judged = validateRows(session, rows, [])
  assertRecentSignIn(session, judged)
  const good = judged.filter(isGood)
  const invitations = await insert(db, session, good)
  const known = invitations.length < good.length ? await db.$queryRaw<KnownRow[]>(queryKnown(rows)) : []
  const members = new Set(known.filter(({ joined }) => joined).map(({ email }) => email))
  return judged.map((result) => {
    if (!isGood(result)) return result
    const invitation = invitations.find(({ email }) => email === result.email)
    if (invitation) return { ...result, invitation }
    return { ...result, status: members.has(result.email) ? 'already_member' : 'already_invited' }
  })
}

/** Inserts invitations and their mails (insert_invitations in 0003_tenancy). Out: the new invitations. */
async function insert(db: OrgDb, session: OrgSession, rows: Row[]): Promise<Invitation[]> {
  if (rows.length === 0) return []
  const address = await inviterAddress(db, session)
  const made = rows.map(({ email, role }) => {
    const token = newSecret(email)
    return { email, role, token_hash: hashSecret(token), ...messageFor(session, address, role, token) }
  })
  const inserted = await db.$queryRaw<Pick<Invitation, 'id' | 'email' | 'role' | 'createdAt' | 'expiresAt'>[]>`
    select id, email, role, created_at as "createdAt", expires_at as "expiresAt"
      from insert_invitations(${JSON.stringify(made)}::jsonb, ${session.responsibleId}, ${apiKeyOf(session)}, ${newExpiry()})`
  const changesOf = ({ role }: Row) => ({ role: [null, role] as [null, string] })
  const events = inserted.map((row) => ({
    action: 'invitation.created',
    target: toAuditTarget(row),
    changes: changesOf(row),
  }))
  await recordAudits(db, session, events)
  const fresh = { acceptedAt: null, declinedAt: null, revokedAt: null }
  const delivery = { status: 'queued', attempts: 0, lastError: null }
  const inviter = { id: session.responsibleId, name: session.responsibleName }
  return inserted.map((invitation) => ({ ...invitation, ...fresh, inviter, delivery }))
}
