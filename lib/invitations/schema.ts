// An invitation: its type, its state, its secret. Only the mail contains the secret of a link; the database has its
// hash.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { keyFor } from '@/lib/sealing'
import { wordsOfSome } from '@/lib/permissions/catalogue'
import { permissionsOf, roleName, type CustomRoles } from '@/lib/permissions/roles'
import { markOf, type OrgSession } from '@/lib/db/session'
import type { OrgDb } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { emailSchema, idSchema, personSchema, roleJsonSchema, timeSchema } from '@/lib/schemas'
import type { Message } from '@/lib/mail/layout'
import { invitationMessage } from '@/lib/mail/organization-templates'
import { limitSchema, cursorSchema } from '@/lib/pagination'

export const invitationStatuses = ['pending', 'accepted', 'declined', 'revoked', 'expired'] as const
export type InvitationStatus = (typeof invitationStatuses)[number]

/** The expiry of a link that is created now. */
export const newExpiry = (): Date => new Date(Date.now() + getEnv().INVITATION_TTL_DAYS * 24 * 60 * 60 * 1000)

/** The lifetime of a link, in words. */
export const lifetime = (): string => {
  const days = getEnv().INVITATION_TTL_DAYS
  return days === 1 ? '1 day' : `${days} days`
}

export const invitationFields = {
  id: true,
  email: true,
  role: true,
  createdAt: true,
  expiresAt: true,
  acceptedAt: true,
  declinedAt: true,
  revokedAt: true,
  inviter: { select: { id: true, name: true } },
  delivery: { select: { status: true, attempts: true, lastError: true } },
} as const

export type Invitation = {
  id: string
  email: string
  role: string
  createdAt: Date
  expiresAt: Date
  acceptedAt: Date | null
  declinedAt: Date | null
  revokedAt: Date | null
  inviter: { id: string; name: string } | null
  delivery: { status: string; attempts: number; lastError: string | null } | null
}

/** Neither accepted, declined nor revoked; it may have expired. */
export const pendingWhere = { acceptedAt: null, declinedAt: null, revokedAt: null }

type Ends = Pick<Invitation, 'acceptedAt' | 'declinedAt' | 'revokedAt' | 'expiresAt'>

/** The state of an invitation: how it ended, `expired` or `pending`. */
export function statusOf({ acceptedAt, declinedAt, revokedAt, expiresAt }: Ends): InvitationStatus {
  if (acceptedAt) return 'accepted'
  if (declinedAt) return 'declined'
  if (revokedAt) return 'revoked'
  return expiresAt <= new Date() ? 'expired' : 'pending'
}

const halfBytes = 16

/**
 * The secret of a link: 43 characters of base64url. In: the address that it is mailed to. Half of a mailed secret is a
 * MAC over the address, so that the secret proves the address without a column for it. Pass no address for a link that
 * an admin sees.
 */
export function newSecret(mailedTo?: string): string {
  const random = randomBytes(halfBytes)
  const rest = mailedTo === undefined ? randomBytes(halfBytes) : addressMac(random, mailedTo)
  return Buffer.concat([random, rest]).toString('base64url')
}

/** Whether the secret was mailed to this address, under the current AUTH_SECRET. */
export function provesAddress(secret: string, email: string): boolean {
  const bytes = Buffer.from(secret, 'base64url')
  const [random, rest] = [bytes.subarray(0, halfBytes), bytes.subarray(halfBytes)]
  return rest.length === halfBytes && timingSafeEqual(rest, addressMac(random, email))
}

const addressMac = (random: Buffer, email: string): Buffer =>
  createHmac('sha256', keyFor('invitation address')).update(random).update(email).digest().subarray(0, halfBytes)

/** Masks an address (j…@example.com), so that only its owner recognizes it. */
export const maskEmail = (email: string): string => email.replace(/^(.).*(?=@)/, '$1…')

export const invitationPath = (token: string): string => `/invitations/${token}`

/** The address of the person who invites, or whose API key does. */
export async function inviterAddress(db: Pick<OrgDb, 'user'>, session: OrgSession): Promise<string> {
  if ('user' in session) return session.user.email
  const { email } = await db.user.findFirstOrThrow({ where: { id: session.responsibleId }, select: { email: true } })
  return email
}

/** The invitation mail with the secret, from the member or API key of the session; `email` is their person's. */
export const messageFor = (session: OrgSession, email: string, role: string, token: string): Message => {
  const { actor, responsibleName, org, customRoles } = session
  return invitationMessage({
    inviter: { name: responsibleName, email },
    throughKey: actor.type === 'api_key' ? actor.name : undefined,
    organization: { ...org, ...markOf(session) },
    role: roleName(role, customRoles),
    can: allowedBy(role, customRoles),
    lifetime: lifetime(),
    path: invitationPath(token),
  })
}

// The first ones are enough to know what one is invited to.
const saidPermissions = 4

/** What a role allows, as words that complete "You can". */
const allowedBy = (role: string, customRoles: CustomRoles): string =>
  wordsOfSome(permissionsOf(role, customRoles), saidPermissions) || 'do nothing yet'

/** The API key that invites, or null for a person. */
export const apiKeyOf = (session: OrgSession): string | null => ('apiKeyId' in session ? session.apiKeyId : null)

/** The invitation as the target of an audit event. */
export const toAuditTarget = ({ id, email }: { id: string; email: string }) => ({ type: 'invitation', id, name: email })

export const invitationJsonSchema = z
  .object({
    id: idSchema('inv'),
    email: emailSchema,
    role: roleJsonSchema,
    status: z.enum(invitationStatuses),
    invited_by: personSchema.nullable().meta({ description: 'Null when the inviter has left.' }),
    created_at: timeSchema,
    expires_at: timeSchema,
    delivery: z
      .object({
        status: z.string().meta({ example: 'sent' }),
        attempts: z.int().meta({ example: 1 }),
        last_error: z.string().nullable().meta({ example: null }),
      })
      .nullable()
      .meta({ description: 'The state of its mail. Null when the link was copied instead.' }),
  })
  .meta({ id: 'Invitation' })

export const toInvitationJson = (invitation: Invitation): z.infer<typeof invitationJsonSchema> => ({
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  status: statusOf(invitation),
  invited_by: invitation.inviter && { user_id: invitation.inviter.id, name: invitation.inviter.name },
  created_at: invitation.createdAt.toISOString(),
  expires_at: invitation.expiresAt.toISOString(),
  delivery: invitation.delivery && {
    status: invitation.delivery.status,
    attempts: invitation.delivery.attempts,
    last_error: invitation.delivery.lastError,
  },
})

/** What the address of the list of invitations says: anything else counts as not said. */
export const invitationsSearchSchema = z.object({
  status: z
    .enum([...invitationStatuses, 'all'])
    .catch('pending')
    .default('pending'),
  cursor: z.string().optional().catch(undefined),
})

export const listInvitationsSchema = z.object({
  status: z.enum(invitationStatuses).optional(),
  limit: limitSchema,
  cursor: cursorSchema,
})
