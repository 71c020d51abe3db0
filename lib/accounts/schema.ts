// Request and response schemas of the accounts API.
import { linkTokenSchema } from './email-links'
import { emailAddressSchema } from '@/lib/auth/email-address'
import { signInSchema } from '@/lib/auth/credentials'
import { passwordSchema } from '@/lib/auth/passwords'
import { factorsOf, hasSecondFactor, type FactorKind } from '@/lib/auth/factors'
import { getEnv } from '@/lib/env'
import { distinctName } from '@/lib/names'
import { pictureUrlJsonSchema, toPictureUrl } from '@/lib/pictures/url'
import { emailSchema as emailJsonSchema, idSchema, nameSchema, singleLine, timeSchema } from '@/lib/schemas'
import { z } from 'zod'

export const signUpSchema = z.strictObject({
  name: singleLine(100).meta({ example: 'Jane Doe' }),
  email: emailAddressSchema,
  password: passwordSchema,
  // With TENANCY_MODE=single, a person who signs up without an invitation creates an organization.
  organization_name: distinctName(80)
    .optional()
    .refine((value) => value === undefined || getEnv().TENANCY_MODE === 'single', 'This field is unknown.'),
})

export const emailSchema = z.strictObject({ email: emailAddressSchema })
export const tokenSchema = z.strictObject({ token: linkTokenSchema })
export const verifyEmailSchema = z.strictObject({
  token: linkTokenSchema,
  password: signInSchema.shape.password.optional().meta({
    description: 'That of the sign-up which the link was mailed for; not needed in a session of that sign-up.',
  }),
})
export const resetPasswordSchema = z.strictObject({ token: linkTokenSchema, password: passwordSchema })

/** The answer of requests that must not reveal whether an account exists. */
export const acceptedJsonSchema = z.object({ status: z.literal('accepted') })

const isTimeZone = (name: string): boolean => timeZones.includes(name)

/** The time zones to choose from, by their IANA names. */
export const timeZones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC'),
]

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'Use a time zone such as Europe/Berlin.')
  .meta({ description: 'An IANA time zone: times on pages are shown in it.', example: 'Europe/Berlin' })

export const updateAccountSchema = z.strictObject({
  name: signUpSchema.shape.name.optional(),
  time_zone: timeZoneSchema.optional(),
})

export const accountFields = {
  id: true,
  name: true,
  email: true,
  emailVerifiedAt: true,
  passwordHash: true,
  imageUrl: true,
  timeZone: true,
  createdAt: true,
} as const

type AccountRow = {
  id: string
  name: string
  email: string
  emailVerifiedAt: Date | null
  passwordHash: string | null
  imageUrl: string | null
  timeZone: string
  createdAt: Date
}

/** What a person sees of their own account. */
export type Account = Omit<AccountRow, 'passwordHash'> & { factors: readonly FactorKind[] }

export const toAccount = ({ passwordHash, ...account }: AccountRow): Account => ({
  ...account,
  factors: factorsOf({ passwordHash }),
})

export const accountJsonSchema = z
  .object({
    id: idSchema('user'),
    name: nameSchema('Jane Doe'),
    email: emailJsonSchema,
    email_verified: z.boolean(),
    image_url: pictureUrlJsonSchema,
    two_factor: z.boolean().meta({ description: 'Whether a second factor is set up.' }),
    time_zone: z.string().meta({ example: 'Europe/Berlin' }),
    created_at: timeSchema,
  })
  .meta({ id: 'Account' })

export const toAccountJson = (account: Account): z.infer<typeof accountJsonSchema> => ({
  id: account.id,
  name: account.name,
  email: account.email,
  email_verified: account.emailVerifiedAt !== null,
  image_url: toPictureUrl(account.imageUrl),
  two_factor: hasSecondFactor(account.factors),
  time_zone: account.timeZone,
  created_at: account.createdAt.toISOString(),
})
