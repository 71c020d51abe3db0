import { operation, orgRoute } from '@/lib/http'
import { createRole } from '@/lib/roles/commands'
import { listRolesByPage } from '@/lib/roles/queries'
import { pageSchema } from '@/lib/schemas'
import { createRoleSchema, listRolesSchema, roleJsonSchema, toRoleJson } from '@/lib/roles/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'List roles',
    description: 'The built-in ones, then the organization’s own by name.',
    permission: 'org:read',
    response: pageSchema(roleJsonSchema),
    query: listRolesSchema,
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listRolesByPage(ctx, query)
      return { data: data.map(toRoleJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    summary: 'Create a role',
    description: 'With permissions that you have yourself.',
    permission: 'org:roles:write',
    errors: ['conflict', 'reauth_required'],
    response: roleJsonSchema,
    body: createRoleSchema,
    status: 201,
    run: async ({ ctx, body }) => toRoleJson(await createRole(ctx, body)),
    version: (role) => role.version,
  }),
})
