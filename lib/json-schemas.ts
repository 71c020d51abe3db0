// What answers are made of: ids, times, pages. The schema of a noun's JSON stands beside the function that makes it, types
// that function, describes the API, and is what tests hold every answer against.
import { z } from 'zod'
import { permissions } from '@/lib/auth/permissions'

/** In: the prefix of a kind. The example is an id of that kind. */
export const idSchema = (kind: string) =>
  z.string().meta({ description: `An id: begins with ${kind}_.`, examples: [`${kind}_01k9w3m7xre5zt2n8d4qhvbcya`] })

export const timeSchema = z.iso.datetime().meta({ description: 'ISO 8601, UTC.', example: '2026-11-23T09:30:00.000Z' })

export const nameSchema = (example: string) => z.string().meta({ examples: [example] })

export const emailSchema = z.string().meta({ format: 'email', example: 'jane@example.com' })

/** A role's key: built in or the organization's own. */
export const roleJsonSchema = z.string().meta({ description: 'The key of a role.', example: 'member' })

export const permissionSchema = z.enum(permissions).meta({ id: 'Permission', description: 'One of the catalogue.' })

export const personSchema = z.object({ user_id: idSchema('user'), name: nameSchema('Jane Doe') })

/** One page of a list. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().meta({
      description: 'Send it as cursor to get the next page; null on the last.',
      example: null,
    }),
  })
