import {
  apiKeyJsonSchema,
  createApiKeySchema,
  createdApiKeyJsonSchema,
  listApiKeysSchema,
  toApiKeyJson,
  toCreatedApiKeyJson,
} from '@/lib/api-keys/schema'
import { createApiKey } from '@/lib/api-keys/commands'
import { listApiKeys } from '@/lib/api-keys/queries'
import { operation, orgRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'List API keys',
    description: 'Newest first.',
    permission: 'org:api_keys:read',
    response: pageSchema(apiKeyJsonSchema),
    query: listApiKeysSchema,
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listApiKeys(ctx, query)
      return { data: data.map(toApiKeyJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    summary: 'Create an API key',
    description:
      'With a role, or with permissions of its own: none above yours. The secret is answered once. It takes the session of a browser with a recent sign-in.',
    permission: 'org:api_keys:write',
    errors: ['conflict', 'reauth_required'],
    response: createdApiKeyJsonSchema,
    body: createApiKeySchema,
    status: 201,
    run: async ({ ctx, body }) => toCreatedApiKeyJson(await createApiKey(ctx, body)),
  }),
})
