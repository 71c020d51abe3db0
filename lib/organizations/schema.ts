// Request and response schemas of the organizations API.
import { type organizationAccessJsonSchema, orgTokenJsonSchema } from '@/lib/org-token/issue'
import type { MemberSession } from '@/lib/db/session'
import { slugSchema } from './slugs'
import type { Permission } from '@/lib/permissions/catalogue'
import { idSchema, nameSchema, roleJsonSchema, permissionSchema, timeSchema } from '@/lib/schemas'
import { cursorSchema, limitSchema } from '@/lib/pagination'
import { z } from 'zod'
import { distinctName } from '@/lib/names'
import { pictureUrlJsonSchema, toPictureUrl } from '@/lib/pictures/url'

export const createOrganizationSchema = z.strictObject({
  name: distinctName(80).meta({ example: 'Acme Corp' }),
  slug: z.union([z.literal(''), slugSchema]).optional(),
})

export const listOrganizationsSchema = z.object({ limit: limitSchema, cursor: cursorSchema })

/** An organization's id or slug, in a request. */
export const organizationRefSchema = z.string().min(1).max(64).meta({ description: 'Id or slug.', example: 'acme' })

export type MyOrganization = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  hue: number | null
  role: string
  roleName: string
  permissions: readonly Permission[]
  joinedAt: Date
  isActive: boolean
  /** The person has no second factor, which the organization requires by now. */
  needsSecondFactor: boolean
}

export const myOrganizationJsonSchema = z
  .object({
    id: idSchema('org'),
    slug: nameSchema('acme'),
    name: nameSchema('Acme Corp'),
    logo_url: pictureUrlJsonSchema,
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
  logo_url: toPictureUrl(organization.logoUrl),
  role: organization.role,
  permissions: [...organization.permissions],
  joined_at: organization.joinedAt.toISOString(),
  is_active: organization.isActive,
})

export const toOrganizationAccessJson = ({
  org,
  role,
  permissions,
}: MemberSession): z.infer<typeof organizationAccessJsonSchema> => ({
  ...org,
  role,
  permissions: [...permissions],
})

/** All fields are null if no organization is active any more. */
export const switchedJsonSchema = z.object({
  access_token: orgTokenJsonSchema.shape.access_token.nullable(),
  token_type: z.literal('Bearer'),
  expires_in: orgTokenJsonSchema.shape.expires_in,
  organization: orgTokenJsonSchema.shape.organization.nullable(),
})

export const updateOrganizationSchema = z.strictObject({
  name: distinctName(80).optional(),
  slug: slugSchema.optional(),
})

export type Organization = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  /** From when only members with a second factor get in; null without that rule. */
  secondFactorFrom: Date | null
  createdAt: Date
  updatedAt: Date
}

export const organizationFields = {
  id: true,
  slug: true,
  name: true,
  logoUrl: true,
  secondFactorFrom: true,
  createdAt: true,
  updatedAt: true,
} as const

export const organizationJsonSchema = z
  .object({
    id: idSchema('org'),
    slug: nameSchema('acme'),
    name: nameSchema('Acme Corp'),
    logo_url: pictureUrlJsonSchema,
    second_factor_from: timeSchema.nullable().meta({
      description: 'From when members need a second factor; null without that rule.',
    }),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Organization' })
export const toOrganizationJson = ({
  id,
  slug,
  name,
  logoUrl,
  secondFactorFrom,
  createdAt,
  updatedAt,
}: Organization): z.input<typeof organizationJsonSchema> => ({
  id,
  slug,
  name,
  logo_url: toPictureUrl(logoUrl),
  second_factor_from: secondFactorFrom?.toISOString() ?? null,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
})

/** A new organization, with what its creator is and may do in it. */
export const createdOrganizationJsonSchema = organizationJsonSchema
  .extend({ role: roleJsonSchema, permissions: z.array(permissionSchema) })
  .meta({ id: 'CreatedOrganization' })

export const toCreatedOrganizationJson = (
  organization: Organization,
  { role, permissions }: MemberSession,
): z.input<typeof createdOrganizationJsonSchema> => ({
  ...toOrganizationJson(organization),
  role,
  permissions: [...permissions],
})
