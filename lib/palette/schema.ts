// The JSON of the command palette.
import { z } from 'zod'
import { organizationRefSchema } from '@/lib/organizations/schema'
import { searchSchema } from '@/lib/schemas'

/** The items of the command palette and of the switcher. `section`: the page's, such as /members. */
export const paletteQuerySchema = z.strictObject({
  organization: organizationRefSchema.optional(),
  section: z.string().max(100).optional(),
  query: searchSchema(100),
})

export const paletteJsonSchema = z.object({
  organizations: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      logoUrl: z.string().nullable(),
      hue: z.int().nullable(),
      roleName: z.string(),
      href: z.string(),
    }),
  ),
  invitations: z.int(),
  actions: z.array(z.object({ label: z.string(), href: z.string(), why: z.string().nullable() })),
  roles: z.array(z.object({ key: z.string(), name: z.string() })),
  people: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), imageUrl: z.string().nullable() })),
  records: z.array(z.object({ path: z.string(), id: z.string(), title: z.string() })),
})

export type Palette = z.infer<typeof paletteJsonSchema>
export type PaletteQuery = z.infer<typeof paletteQuerySchema>
