// Reads of the invitations of an organization.
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import {
  type listInvitationsSchema,
  type Invitation,
  invitationFields,
  type InvitationStatus,
  pendingWhere,
} from './schema'
import { type Page, readCursor, toPage } from '@/lib/pagination'
import type { z } from 'zod'

/** Newest first. */
export const listInvitations = (
  ctx: OrgContext,
  input: z.infer<typeof listInvitationsSchema>,
): Promise<Page<Invitation>> =>
  withOrg(ctx, 'org:invitations:read', async (db, { org }) => {
    const scope = `invitations ${org.id}`
    const after = readCursor(input.cursor, scope, 2)
    const rows = await db.invitation.findMany({
      where: {
        AND: [
          input.status ? hasStatus(input.status) : {},
          after ? { OR: [{ createdAt: { lt: after[0] } }, { createdAt: after[0], id: { lt: after[1] } }] } : {},
        ],
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: input.limit + 1,
      select: invitationFields,
      relationLoadStrategy: 'join',
    })
    return toPage(rows, input.limit, scope, (row) => [row.createdAt.toISOString(), row.id])
  })

/** Throws not_found. */
export const getInvitation = (ctx: OrgContext, id: string): Promise<Invitation> =>
  withOrg(ctx, 'org:invitations:read', async (db) => {
    const invitation = await db.invitation.findFirst({
      where: { id },
      select: invitationFields,
      relationLoadStrategy: 'join',
    })
    if (!invitation) throw new AppError('not_found')
    return invitation
  })

function hasStatus(status: InvitationStatus) {
  const now = new Date()
  if (status === 'pending') return { ...pendingWhere, expiresAt: { gt: now } }
  if (status === 'expired') return { ...pendingWhere, expiresAt: { lte: now } }
  return { [`${status}At`]: { not: null } }
}
