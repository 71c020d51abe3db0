import { z } from 'zod'
import { operation, orgRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'
import { invitationJsonSchema, toInvitationJson, listInvitationsSchema } from '@/lib/invitations/schema'
import { listInvitations } from '@/lib/invitations/queries'
import { rowStatuses, type RowResult } from '@/lib/invitations/validate-rows'
import { invite, inviteMany, inviteManySchema, inviteSchema, maxInvitations } from '@/lib/invitations/send'

const rowJsonSchema = z.object({
  email: z.string().meta({ example: 'jane@example.com' }),
  status: z.enum(rowStatuses),
  invitation: invitationJsonSchema.optional().meta({ description: 'Where one was created.' }),
})

const toRowJson = ({ email, status, invitation }: RowResult): z.infer<typeof rowJsonSchema> => ({
  email,
  status,
  ...(invitation && { invitation: toInvitationJson(invitation) }),
})

// The field `invitations` decides which schema applies, so that each kind of request keeps its own error messages.
const bodySchema = z.record(z.string(), z.unknown()).transform((value, check) => {
  const result = ('invitations' in value ? inviteManySchema : inviteSchema).safeParse(value, {
    reportInput: true,
  })
  if (result.success) return result.data
  for (const issue of result.error.issues) check.issues.push(issue as never)
  return z.NEVER
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'List invitations',
    description: 'Newest first.',
    permission: 'org:invitations:read',
    query: listInvitationsSchema,
    response: pageSchema(invitationJsonSchema),
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listInvitations(ctx, query)
      return { data: data.map(toInvitationJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    summary: 'Invite people',
    description: `One address, answered by 201 and the invitation; or up to ${maxInvitations} in one call, answered by 207 and a result each.`,
    permission: 'org:invitations:write',
    body: bodySchema,
    response: invitationJsonSchema,
    status: 201,
    otherResponses: { 207: z.object({ results: z.array(rowJsonSchema) }) },
    errors: ['already_member', 'already_invited', 'rate_limited', 'reauth_required'],
    rawHandler: { body: z.union([inviteSchema, inviteManySchema]) },
    run: async ({ ctx, body }) =>
      'invitations' in body
        ? Response.json({ results: (await inviteMany(ctx, body.invitations)).map(toRowJson) }, { status: 207 })
        : Response.json(toInvitationJson(await invite(ctx, body)), { status: 201 }),
  }),
})
