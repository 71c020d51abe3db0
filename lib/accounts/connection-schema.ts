// Response schemas of connected accounts.
import { z } from 'zod'
import { cursorSchema, limitSchema } from '@/lib/pagination'
import { emailSchema, idSchema, timeSchema } from '@/lib/schemas'

export const listConnectionsSchema = z.object({ limit: limitSchema, cursor: cursorSchema })

export const connectionFields = { id: true, issuer: true, email: true, createdAt: true, lastUsedAt: true } as const

/** `provider`: its name. `email`: what it said when it was connected. */
export type Connection = {
  id: string
  provider: string
  issuer: string
  email: string | null
  createdAt: Date
  lastUsedAt: Date
}

export const connectionJsonSchema = z
  .object({
    id: idSchema('conn'),
    provider: z.string().meta({ example: 'Google' }),
    issuer: z.string().meta({ example: 'https://accounts.google.com' }),
    email: emailSchema.nullable().meta({ description: 'The address that the provider had verified then.' }),
    created_at: timeSchema,
    last_used_at: timeSchema,
  })
  .meta({ id: 'Connection' })

export const toConnectionJson = (connection: Connection): z.infer<typeof connectionJsonSchema> => ({
  id: connection.id,
  provider: connection.provider,
  issuer: connection.issuer,
  email: connection.email,
  created_at: connection.createdAt.toISOString(),
  last_used_at: connection.lastUsedAt.toISOString(),
})
