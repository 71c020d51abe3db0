import { z } from 'zod'
import { operation, orgRoute } from '@/lib/http'
import {
  findTransfer,
  offerOwnership,
  offerOwnershipSchema,
  revokeTransfer,
  toTransferJson,
  transferJsonSchema,
} from '@/lib/organizations/transfer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Get the offer of ownership',
    permission: 'org:read',
    response: z.object({ transfer: transferJsonSchema.nullable() }),
    run: async ({ ctx }) => {
      const transfer = await findTransfer(ctx)
      return { transfer: transfer && toTransferJson(transfer) }
    },
  }),
  // 202, because the transfer takes effect only when the recipient accepts.
  POST: operation({
    summary: 'Offer the ownership',
    description: 'To a member, who has a week to accept.',
    permission: 'org:transfer',
    errors: ['not_found', 'reauth_required'],
    response: transferJsonSchema,
    body: offerOwnershipSchema,
    status: 202,
    run: async ({ ctx, body }) => toTransferJson(await offerOwnership(ctx, body)),
  }),
  DELETE: operation({
    summary: 'Take the offer of ownership back',
    permission: 'org:transfer',
    errors: ['transfer_ended'],
    run: ({ ctx }) => revokeTransfer(ctx),
  }),
})
