// Request and response schemas of the members API.
import { defaultOrder, memberSorts, memberOrders, type Member } from './rows'
import { limitSchema, cursorSchema } from '@/lib/pagination'
import { roleKeySchema } from '@/lib/permissions/roles'
import { pictureUrlJsonSchema, toPictureUrl } from '@/lib/pictures/url'
import { idSchema, nameSchema, emailSchema, roleJsonSchema, timeSchema, searchSchema, singleLine } from '@/lib/schemas'
import { z } from 'zod'

export const listMembersSchema = z.object({
  query: searchSchema(100).meta({
    description: 'The beginning of a name, of an address, or of any word of them; accents and case do not matter.',
  }),
  role: roleKeySchema.optional(),
  sort: z.enum(memberSorts).default('name'),
  order: z.enum(memberOrders).optional().meta({
    description: 'By name and role ascending, the highest role first; by times descending, unless given.',
  }),
  limit: limitSchema,
  cursor: cursorSchema,
})

/** What the address of the list of members says: anything else counts as not said. */
export const membersSearchSchema = z
  .object({
    query: singleLine(100).catch('').default(''),
    role: roleKeySchema.catch('all').default('all'),
    sort: z.enum(memberSorts).catch('name').default('name'),
    order: z.enum(memberOrders).optional().catch(undefined),
    cursor: z.string().optional().catch(undefined),
  })
  .transform(({ order, ...search }) => ({ ...search, order: order ?? defaultOrder(search.sort) }))

export type MembersSearch = z.infer<typeof membersSearchSchema>

export const changeRoleSchema = z.strictObject({ role: roleKeySchema })
export const memberJsonSchema = z
  .object({
    user_id: idSchema('user'),
    name: nameSchema('Jane Doe'),
    email: emailSchema,
    image_url: pictureUrlJsonSchema,
    role: roleJsonSchema,
    joined_at: timeSchema,
    last_active_at: timeSchema,
  })
  .meta({ id: 'Member' })
export const toMemberJson = (member: Member): z.infer<typeof memberJsonSchema> => ({
  user_id: member.userId,
  name: member.name,
  email: member.email,
  image_url: toPictureUrl(member.imageUrl),
  role: member.role,
  joined_at: member.joinedAt.toISOString(),
  last_active_at: member.lastActiveAt.toISOString(),
})
