// Everything that is stored about a person themselves, as one JSON document. What an organization holds is exported by
// the organization.
import { countRecoveryCodes } from '@/lib/auth/recovery-codes'
import type { UserContext } from '@/lib/db/session'
import { withUser } from '@/lib/db/with-user'
import { listMyOrganizations } from '@/lib/organizations/queries'
import { connectionFields } from './connection-schema'
import { consume } from '@/lib/requests/rate-limits'
import { deviceOf } from './device'
import { requireRecentPerson, withOwnAccount } from './own-account'
import { accountFields, toAccount, toAccountJson, toPasskeyJson } from './schema'

/** Throws reauth_required. */
export async function assertMayExportAccount(ctx: UserContext): Promise<void> {
  await requireRecentPerson(ctx)
}

/** Out: the document. Throws reauth_required, unauthenticated, rate_limited. */
export async function exportAccount(ctx: UserContext) {
  await assertMayExportAccount(ctx)
  await consume('exports_by_person', ctx.userId)
  const [own, organizations, invitations] = await Promise.all([
    readOwn(ctx),
    listMyOrganizations(ctx),
    readInvitations(ctx),
  ])
  return {
    ...own,
    organizations: organizations.map(({ id, slug, name, role, joinedAt }) => ({
      ...{ id, slug, name, role },
      joined_at: joinedAt.toISOString(),
    })),
    invitations: invitations.map(({ id, role, createdAt, expiresAt }) => ({
      ...{ id, role },
      created_at: createdAt.toISOString(),
      expires_at: expiresAt.toISOString(),
    })),
  }
}

// Row-level security shows a person the invitations of their verified address, and no others.
const readInvitations = (ctx: UserContext) =>
  withUser(ctx, (db) => db.invitation.findMany({ select: { id: true, role: true, createdAt: true, expiresAt: true } }))

const readOwn = (ctx: UserContext) =>
  withOwnAccount(ctx, async (db, { userId, user: { email } }) => {
    const account = toAccount(await db.user.findFirstOrThrow({ where: { id: userId }, select: accountFields }))
    const picture = await db.userPicture.findFirst({ where: { userId }, select: { bytes: true } })
    const app = await db.totpSecret.findFirst({
      where: { userId, confirmedAt: { not: null } },
      select: { confirmedAt: true },
    })
    const passkeys = await db.passkey.findMany({ where: { userId }, orderBy: { id: 'asc' } })
    const sessions = await db.session.findMany({ where: { userId }, orderBy: { id: 'desc' } })
    const connections = await db.connection.findMany({
      where: { userId },
      orderBy: { id: 'desc' },
      select: { ...connectionFields, subject: true },
    })
    const mails = await db.email.findMany({
      where: { to: email },
      orderBy: { createdAt: 'desc' },
      select: { subject: true, status: true, createdAt: true, sentAt: true },
    })
    return {
      account: toAccountJson(account),
      picture: picture && `data:image/webp;base64,${Buffer.from(picture.bytes).toString('base64')}`,
      // Without the secret of the app: who has it can make codes.
      authenticator_app: app && { confirmed_at: app.confirmedAt!.toISOString() },
      passkeys: passkeys.map(toPasskeyJson),
      recovery_codes_left: await countRecoveryCodes(db, userId),
      sessions: sessions.map((session) => ({
        id: session.id,
        device: deviceOf(session.userAgent).name,
        user_agent: session.userAgent,
        ip: session.ipAddress,
        created_at: session.createdAt.toISOString(),
        last_seen_at: session.lastSeenAt.toISOString(),
        ended_at: session.endedAt?.toISOString() ?? null,
      })),
      connections: connections.map(({ issuer, subject, email, createdAt, lastUsedAt }) => ({
        ...{ issuer, subject, email },
        created_at: createdAt.toISOString(),
        last_used_at: lastUsedAt.toISOString(),
      })),
      mails: mails.map(({ subject, status, createdAt, sentAt }) => ({
        ...{ subject, status },
        created_at: createdAt.toISOString(),
        sent_at: sentAt?.toISOString() ?? null,
      })),
    }
  })
