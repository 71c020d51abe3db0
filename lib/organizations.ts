// Organizations from outside and inside: mine, a new one, the active one.
import { z } from 'zod'
import { permissionsOf, roleName, type Permission } from '@/lib/auth/permissions'
import type { MemberEntry, UserContext } from '@/lib/db/entry'
import { foundOrg } from '@/lib/db/with-org'
import { withIdentity } from '@/lib/db/with-identity'
import { enterAll } from '@/lib/db/with-user'
import { AppError } from '@/lib/errors'
import { idSchema, nameSchema, permissionSchema, roleJsonSchema, timeSchema } from '@/lib/json-schemas'
import { type enteredJsonSchema, issueOrgToken, orgTokenJsonSchema } from '@/lib/org-token/issue'
import { assertFreeToUse, proposeSlug, randomSuffix, slugSchema } from '@/lib/slugs'
import { singleLine } from '@/lib/text'

export const createOrganizationSchema = z.strictObject({
  name: singleLine(80).meta({ example: 'Acme Corp' }),
  slug: z.union([z.literal(''), slugSchema]).optional(),
})

/** An organization's id or slug, as a caller names it. */
export const organizationRefSchema = z.string().min(1).max(64).meta({ description: 'Id or slug.', example: 'acme' })

export type MyOrganization = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  role: string
  roleName: string
  permissions: readonly Permission[]
  joinedAt: Date
  isActive: boolean
}

/** The signed-in person's organizations, by name. Throws unauthenticated. */
export async function listMyOrganizations(ctx: UserContext): Promise<MyOrganization[]> {
  return (await enterAll(ctx)).map(toMyOrganization)
}

/** What a member may switch to: their organizations, and how many invitations to others wait. In one statement. */
export async function listDestinations(ctx: UserContext) {
  const rows = await enterAll(ctx)
  return { organizations: rows.map(toMyOrganization), invitations: rows[0]?.invitations ?? 0 }
}

function toMyOrganization(row: Awaited<ReturnType<typeof enterAll>>[number]): MyOrganization {
  const { id, slug, name, logo_url: logoUrl, role, joined_at: joinedAt, is_active: isActive } = row
  const custom = row.custom_role ? { [role]: row.custom_role } : {}
  const permissions = permissionsOf(role, custom)
  return { id, slug, name, logoUrl, role, roleName: roleName(role, custom), permissions, joinedAt, isActive }
}

/**
 * Creates an organization with the caller as its owner, and makes it active. Without a slug, one is made of the name, with
 * a suffix where it is taken. Throws email_unverified, slug_reserved, slug_taken.
 */
export async function createOrganization(
  ctx: UserContext,
  input: z.infer<typeof createOrganizationSchema>,
): Promise<MemberEntry> {
  if (input.slug) {
    assertFreeToUse(input.slug)
    return foundOrg(ctx, { name: input.name, slug: input.slug })
  }
  const slug = proposeSlug(input.name)
  return foundOrg(ctx, { name: input.name, slug }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'slug_taken') throw error
    return foundOrg(ctx, { name: input.name, slug: `${slug}-${randomSuffix()}` })
  })
}

/** Null all through where no organization is active any more. */
export const switchedJsonSchema = z.object({
  access_token: orgTokenJsonSchema.shape.access_token.nullable(),
  token_type: z.literal('Bearer'),
  expires_in: orgTokenJsonSchema.shape.expires_in,
  organization: orgTokenJsonSchema.shape.organization.nullable(),
})

/** Makes an organization the active one and issues its token; null leaves all of them. Throws not_found (no member). */
export async function switchOrganization(
  ctx: UserContext,
  organization: string | null,
): Promise<z.infer<typeof switchedJsonSchema>> {
  if (organization === null) {
    await leaveActive(ctx)
    return { organization: null, access_token: null, token_type: 'Bearer', expires_in: 0 }
  }
  return issueOrgToken({ ...ctx, organization, tokenId: null }, { makeActive: true })
}

const leaveActive = (ctx: UserContext): Promise<void> =>
  withIdentity(async (db) => {
    const { count } = await db.session.updateMany({
      where: { id: ctx.sessionId, userId: ctx.userId, endedAt: null, expiresAt: { gt: new Date() } },
      data: { activeOrganizationId: null },
    })
    if (count === 0) throw new AppError('unauthenticated')
  })

export const myOrganizationJsonSchema = z
  .object({
    id: idSchema('org'),
    slug: nameSchema('acme'),
    name: nameSchema('Acme Corp'),
    role: roleJsonSchema,
    permissions: z.array(permissionSchema),
    joined_at: timeSchema,
    is_active: z.boolean(),
  })
  .meta({ id: 'MyOrganization' })

export const toMyOrganizationJson = (organization: MyOrganization): z.infer<typeof myOrganizationJsonSchema> => ({
  id: organization.id,
  slug: organization.slug,
  name: organization.name,
  role: organization.role,
  permissions: [...organization.permissions],
  joined_at: organization.joinedAt.toISOString(),
  is_active: organization.isActive,
})

export const toEntryJson = ({ org, role, permissions }: MemberEntry): z.infer<typeof enteredJsonSchema> => ({
  ...org,
  role,
  permissions: [...permissions],
})
