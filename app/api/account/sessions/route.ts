import { endOtherSessions, listMySessions } from '@/lib/accounts/my-sessions'
import { listSessionsSchema, sessionJsonSchema, toSessionJson } from '@/lib/accounts/schema'
import { keptResponse, operation, userRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'List my sessions',
    description: 'Where I am signed in, the newest first.',
    query: listSessionsSchema,
    response: pageSchema(sessionJsonSchema),
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listMySessions(ctx, query)
      return { data: data.map(toSessionJson), next_cursor: nextCursor }
    },
  }),
  DELETE: operation({
    summary: 'End all other sessions',
    description:
      'Their cookies and organization tokens stop working at once. The answer replaces the cookie of this one.',
    errors: ['reauth_required'],
    run: async ({ ctx }) => keptResponse(await endOtherSessions(ctx)),
  }),
})
