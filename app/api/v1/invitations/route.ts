import { z } from 'zod'
import { operation, orgRoute } from '@/lib/http'
import { toInvitationJson } from '@/lib/invitations/invitation'
import { listInvitations, listInvitationsSchema } from '@/lib/invitations/manage'
import { invite, inviteMany, inviteManySchema, inviteSchema, type RowResult } from '@/lib/invitations/send'

const toRowJson = ({ email, status, invitation }: RowResult) => ({
  email,
  status,
  ...(invitation && { invitation: toInvitationJson(invitation) }),
})

// The schema of a list is told apart by its one field, so that each kind keeps its own messages.
const bodySchema = z.record(z.string(), z.unknown()).transform((value, check) => {
  const result = ('invitations' in value ? inviteManySchema : inviteSchema).safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues) check.issues.push({ ...issue, input: value } as never)
  return z.NEVER
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    query: listInvitationsSchema,
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listInvitations(ctx, query)
      return { data: data.map(toInvitationJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    body: bodySchema,
    run: async ({ ctx, body }) =>
      'invitations' in body
        ? Response.json({ results: (await inviteMany(ctx, body.invitations)).map(toRowJson) }, { status: 207 })
        : Response.json(toInvitationJson(await invite(ctx, body)), { status: 201 }),
  }),
})
