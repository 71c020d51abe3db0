// The caller's current access, with the field names of the organization token.
import { z } from 'zod'
import type { OrgContext } from '@/lib/db/session'
import { authorizeOrg } from '@/lib/db/authorize'
import { emailSchema, idSchema, nameSchema, permissionSchema, roleJsonSchema } from '@/lib/schemas'

export const meJsonSchema = z
  .object({
    sub: idSchema('user').meta({ description: 'The person, or the API key.' }),
    name: nameSchema('Jane Doe'),
    email: emailSchema.optional().meta({ description: 'Of a person.' }),
    org_id: idSchema('org'),
    org_slug: nameSchema('acme'),
    org_name: nameSchema('Acme Corp'),
    org_role: roleJsonSchema,
    org_permissions: z.array(permissionSchema),
    sid: idSchema('sess').optional().meta({ description: 'Of a person.' }),
  })
  .meta({ id: 'Me' })

/** For any member or API key. Throws as `withOrg` does. */
export async function getMe(ctx: OrgContext): Promise<z.infer<typeof meJsonSchema>> {
  const session = await authorizeOrg(ctx)
  const { actor, org, role, permissions } = session
  return {
    sub: actor.id,
    name: actor.name,
    ...('user' in session && { email: session.user.email, sid: session.sessionId }),
    org_id: org.id,
    org_slug: org.slug,
    org_name: org.name,
    org_role: role,
    org_permissions: [...permissions],
  }
}
