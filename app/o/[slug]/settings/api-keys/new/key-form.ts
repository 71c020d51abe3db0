// Converts between the form and the domain. Form fields are flat text: one per permission, and a lifetime instead of an expiry.
import { z } from 'zod'
import { reachesPeople, type ApiKey } from '@/lib/api-keys/schema'
import { permissions as catalogue } from '@/lib/permissions/catalogue'
import { getEnv } from '@/lib/env'

export const lifetimes = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '1 year'],
  ['never', 'Never'],
] as const

export const keyFormSchema = z
  .object({
    name: z.string().optional(),
    scope: z.enum(['role', 'own']).catch('role'),
    role: z.string().optional(),
    expires: z.enum(['30', '90', '365', 'never'], 'Choose when it expires.'),
  })
  .catchall(z.string())

/** In: the form's fields. Out: the input of createApiKeySchema. */
export const toCreateInput = ({ name, scope, role, expires, ...boxes }: z.infer<typeof keyFormSchema>) => ({
  name,
  ...(scope === 'role' ? { role } : { permissions: catalogue.filter((permission) => boxes[permission] !== undefined) }),
  expires_in_days: expires === 'never' ? null : Number(expires),
})

/** The values that are shown once: the id, the secret, a command that uses both, and `reach` if the key can bring people in. */
export const toCreatedValues = ({ key, secret }: { key: ApiKey; secret: string }) => ({
  keyName: key.name,
  clientId: key.id,
  clientSecret: secret,
  ...(reachesPeople(key.permissions) && { reach: 'people' }),
  command: `curl -u '${key.id}:${secret}' \\
  -d grant_type=client_credentials \\
  ${getEnv().APP_URL}/api/oauth/token`,
})
