import { connectionJsonSchema, listConnectionsSchema, toConnectionJson } from '@/lib/accounts/connection-schema'
import { listMyConnections } from '@/lib/accounts/my-connections'
import { operation, userRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'List my connected accounts',
    description: 'The accounts at identity providers with which I sign in, the newest first.',
    query: listConnectionsSchema,
    response: pageSchema(connectionJsonSchema),
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listMyConnections(ctx, query)
      return { data: data.map(toConnectionJson), next_cursor: nextCursor }
    },
  }),
})
