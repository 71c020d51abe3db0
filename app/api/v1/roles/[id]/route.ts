import { operation, orgRoute } from '@/lib/http'
import { updateRole } from '@/lib/roles/commands'
import { getRole } from '@/lib/roles/queries'
import { deleteRole } from '@/lib/roles/deletion'
import { deleteRoleSchema, roleJsonSchema, toRoleJson, updateRoleSchema } from '@/lib/roles/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Get a role',
    permission: 'org:read',
    response: roleJsonSchema,
    run: async ({ ctx, params }) => toRoleJson(await getRole(ctx, params.id!)),
    version: (role) => role.version,
  }),
  PATCH: operation({
    summary: 'Update a role',
    description: 'Changed permissions revoke the tokens of the role.',
    permission: 'org:roles:write',
    errors: ['role_built_in', 'precondition_failed', 'conflict', 'reauth_required'],
    response: roleJsonSchema,
    body: updateRoleSchema,
    run: async ({ ctx, params, body, expectedVersion }) =>
      toRoleJson(await updateRole(ctx, params.id!, body, expectedVersion)),
    version: (role) => role.version,
  }),
  DELETE: operation({
    summary: 'Delete a role',
    description: 'Its holders get the replacement.',
    permission: 'org:roles:write',
    errors: ['role_built_in', 'role_in_use', 'precondition_failed'],
    query: deleteRoleSchema,
    run: async ({ ctx, params, query, expectedVersion }) => {
      await deleteRole(ctx, params.id!, query, expectedVersion)
    },
  }),
})
