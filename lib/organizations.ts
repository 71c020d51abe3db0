// Organizations from outside and inside: mine, a new one, the active one.
import { z } from 'zod'
import { permissionsOf, roleName, type Permission } from '@/lib/auth/permissions'
import { recordAudit, type AuditChanges } from '@/lib/audit/record'
import { enterUser, listAccess, switchOrg } from '@/lib/db/authorize'
import type { MemberEntry, PersonEntry, UserContext } from '@/lib/db/entry'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { idSchema, nameSchema, permissionSchema, roleJsonSchema, timeSchema } from '@/lib/json-schemas'
import { type enteredJsonSchema, issueOrgToken, orgTokenJsonSchema } from '@/lib/org-token/issue'
import { noteVisit } from '@/lib/organizations/visits'
import { countAgainst } from '@/lib/rate-limits'
import { assertFreeToUse, proposeSlug, randomSuffix, slugSchema } from '@/lib/slugs'
import { singleLine } from '@/lib/text'
import { newTypeId } from '@/lib/type-id'

export const createOrganizationSchema = z.strictObject({
  name: singleLine(80).meta({ example: 'Acme Corp' }),
  slug: z.union([z.literal(''), slugSchema]).optional(),
})

/** An organization's id or slug, as a caller names it. */
export const organizationRefSchema = z.string().min(1).max(64).meta({ description: 'Id or slug.', example: 'acme' })

/** Where the switcher of a page leads: asked for when it is opened. */
export const destinationsJsonSchema = z.object({
  organizations: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      logoUrl: z.string().nullable(),
      roleName: z.string(),
    }),
  ),
  invitations: z.int(),
})

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
  return (await listAccess(ctx)).map(toMyOrganization)
}

function toMyOrganization(row: Awaited<ReturnType<typeof listAccess>>[number]): MyOrganization {
  const { id, slug, name, logo_url: logoUrl, role, joined_at: joinedAt, is_active: isActive } = row
  const custom = row.custom_role ? { [role]: row.custom_role } : {}
  const permissions = permissionsOf(role, custom)
  return { id, slug, name, logoUrl, role, roleName: roleName(role, custom), permissions, joinedAt, isActive }
}

/** How many organizations one person may own. */
const mostOwned = 100

/**
 * Creates an organization with the caller as its owner, and makes it active. Without a slug, one is made of the name, with
 * a suffix where it is taken. Throws email_unverified, slug_reserved, slug_taken, rate_limited, conflict (they own as many as
 * they may).
 */
export async function createOrganization(
  ctx: UserContext,
  input: z.infer<typeof createOrganizationSchema>,
): Promise<MemberEntry> {
  const person = await enterUser(ctx)
  if (!person.user.emailVerified) throw new AppError('email_unverified')
  if (input.slug) assertFreeToUse(input.slug)
  await assertMayOwnOneMore(ctx)
  await countAgainst('organizations_by_person', ctx.userId)
  const slug = input.slug || proposeSlug(input.name)
  try {
    return await insertOrganization(person, input.name, slug)
  } catch (error) {
    if (input.slug || !isSlugTaken(error)) throw error
    return insertOrganization(person, input.name, `${slug}-${randomSuffix()}`)
  }
}

async function assertMayOwnOneMore(ctx: UserContext): Promise<void> {
  const owned = (await listAccess(ctx)).filter(({ role }) => role === 'owner').length
  const most = Math.max(1, Math.round(mostOwned * getEnv().RATE_LIMIT_SCALE))
  if (owned >= most) throw new AppError('conflict', { detail: `A person owns at most ${most} organizations.` })
}

const isSlugTaken = (error: unknown): boolean => error instanceof AppError && error.code === 'slug_taken'

/** The organization, its owner and the first event of its audit log, in one transaction; then it becomes the active one. */
async function insertOrganization(person: PersonEntry, name: string, slug: string): Promise<MemberEntry> {
  const { userId, sessionId, user, origin } = person
  const id = newTypeId('org')
  const author = {
    actor: { type: 'user' as const, id: userId, name: user.name },
    responsibleId: userId,
    ...(origin && { origin }),
  }
  await withOrg({ actorId: userId, organization: id }, 'any:write', async (db) => {
    await db.organization.create({ data: { id, name, slug }, select: { id: true } })
    await db.membership.create({ data: { userId, role: 'owner' }, select: { userId: true } })
    const changes: AuditChanges = { name: [null, name], slug: [null, slug] }
    await recordAudit(db, author, 'organization.created', { type: 'organization', id, name }, changes)
  }).catch((error: unknown) => {
    if (!(error instanceof AppError) || !['conflict', 'slug_taken'].includes(error.code)) throw error
    throw new AppError('slug_taken', {
      errors: [{ path: 'slug', message: 'This slug is taken. Choose another.' }],
      cause: error,
    })
  })
  const entry = await switchOrg({ userId, sessionId, organization: id, tokenId: null, ...(origin && { origin }) })
  await noteVisit(entry)
  return entry
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
  return issueOrgToken({ ...ctx, organization, tokenId: null }, { activate: true })
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
