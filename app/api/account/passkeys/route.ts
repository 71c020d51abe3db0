import { pageMyPasskeys } from '@/lib/accounts/passkeys'
import { listPasskeysSchema, passkeyJsonSchema, toPasskeyJson } from '@/lib/accounts/schema'
import { operation, userRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'List my passkeys',
    description: 'In the order in which they were added. A new one is made in the browser, on `/account/security`.',
    query: listPasskeysSchema,
    response: pageSchema(passkeyJsonSchema),
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await pageMyPasskeys(ctx, query)
      return { data: data.map(toPasskeyJson), next_cursor: nextCursor }
    },
  }),
})
