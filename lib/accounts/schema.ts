// Request and response schemas of the accounts API.
import type { Device } from './device'
import { linkTokenSchema } from './email-links'
import { emailAddressSchema } from '@/lib/auth/email-address'
import { signInSchema } from '@/lib/auth/credentials'
import { passwordSchema } from '@/lib/auth/passwords'
import { factorsOf, hasSecondFactor, proofFields, type FactorKind, type Proofs } from '@/lib/auth/factors'
import { isWorkAsked } from './proof-of-work'
import { getEnv } from '@/lib/env'
import { distinctName } from '@/lib/names'
import { cursorSchema, limitSchema } from '@/lib/pagination'
import { optionalNotices, type OptionalNotice } from '@/lib/mail/notices'
import { pictureUrlJsonSchema, toPictureUrl } from '@/lib/pictures/url'
import { emailSchema as emailJsonSchema, idSchema, nameSchema, singleLine, timeSchema } from '@/lib/schemas'
import { z } from 'zod'

export const signUpSchema = z.strictObject({
  name: singleLine(100).meta({ example: 'Jane Doe' }),
  email: emailAddressSchema,
  password: passwordSchema,
  // Needed with SIGN_UP_PROOF_OF_WORK=on, and unknown otherwise.
  proof_of_work: z
    .string()
    .max(4096)
    .optional()
    .refine((value) => value === undefined || isWorkAsked(), 'This field is unknown.')
    .meta({ description: 'The solution of a challenge, where sign-up asks for one.' }),
  // With TENANCY_MODE=single, a person who signs up without an invitation creates an organization.
  organization_name: distinctName(80)
    .optional()
    .refine((value) => value === undefined || getEnv().TENANCY_MODE === 'single', 'This field is unknown.'),
})

/** A mailed code. Some mail programs show it in two halves. */
export const codeSchema = z
  .string()
  .transform((value) => value.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Enter the six digits from the email.'))

export const emailSchema = z.strictObject({ email: emailAddressSchema })
export const tokenSchema = z.strictObject({ token: linkTokenSchema })
export const verifyEmailSchema = z.strictObject({
  token: linkTokenSchema,
  password: signInSchema.shape.password.optional().meta({
    description: 'That of the sign-up which the link was mailed for; not needed in a session of that sign-up.',
  }),
})
export const resetPasswordSchema = z.strictObject({ token: linkTokenSchema, password: passwordSchema })

export const changeEmailSchema = z.strictObject({ email: emailAddressSchema })

export const changePasswordSchema = z.strictObject({
  current_password: signInSchema.shape.password.optional().meta({
    description: 'Not needed shortly after signing in or confirming the sign-in.',
    format: 'password',
  }),
  new_password: passwordSchema,
})

/** The answer of requests that must not reveal whether an account exists. */
export const acceptedJsonSchema = z.object({ status: z.literal('accepted') })

/** Which mails a person wants, of those that they can turn off. */
export const noticesSchema = z
  .strictObject(
    Object.fromEntries(optionalNotices.map((notice) => [notice, z.boolean()])) as Record<OptionalNotice, z.ZodBoolean>,
  )
  .meta({ description: 'The mails that can be turned off, by kind.' })

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

/**
 * The languages and regions to choose from. All are English, as the words are; docs/extending.md says what another language takes.
 */
export const locales = {
  'en-US': 'English (United States)',
  'en-AU': 'English (Australia)',
  'en-CA': 'English (Canada)',
  'en-IN': 'English (India)',
  'en-IE': 'English (Ireland)',
  'en-NZ': 'English (New Zealand)',
  'en-ZA': 'English (South Africa)',
  'en-GB': 'English (United Kingdom)',
} as const

export const localeSchema = z
  .enum(Object.keys(locales) as (keyof typeof locales)[], 'Choose one of the list.')
  .meta({ description: 'A language and region (BCP 47): pages write dates and numbers in its way.', example: 'en-GB' })

export const updateAccountSchema = z.strictObject({
  name: signUpSchema.shape.name.optional(),
  time_zone: timeZoneSchema.optional(),
  locale: localeSchema.optional(),
  default_organization: idSchema('org').max(64).nullable().optional(),
  notices: noticesSchema.partial().optional(),
})

export const accountFields = {
  id: true,
  name: true,
  email: true,
  emailVerifiedAt: true,
  ...proofFields,
  imageUrl: true,
  timeZone: true,
  locale: true,
  defaultOrganizationId: true,
  mutedNotices: true,
  createdAt: true,
} as const

type AccountRow = Proofs & {
  id: string
  name: string
  email: string
  emailVerifiedAt: Date | null
  imageUrl: string | null
  timeZone: string
  locale: string
  defaultOrganizationId: string | null
  mutedNotices: string[]
  createdAt: Date
}

/** What a person sees of their own account. */
export type Account = Omit<AccountRow, keyof Proofs> & { factors: readonly FactorKind[] }

export const toAccount = ({ passwordHash, totpSecret, passkeys, connections, ...account }: AccountRow): Account => ({
  ...account,
  factors: factorsOf({ passwordHash, totpSecret, passkeys, connections }),
})

export const accountJsonSchema = z
  .object({
    id: idSchema('user'),
    name: nameSchema('Jane Doe'),
    email: emailJsonSchema,
    email_verified: z.boolean(),
    image_url: pictureUrlJsonSchema,
    two_factor: z
      .boolean()
      .meta({ description: 'Whether there is a second factor: an authenticator app or a passkey.' }),
    time_zone: z.string().meta({ example: 'Europe/Berlin' }),
    locale: z.string().meta({ example: 'en-GB' }),
    default_organization: idSchema('org').nullable().meta({
      description: 'Where a new session begins; null for the last one used.',
    }),
    notices: noticesSchema,
    created_at: timeSchema,
  })
  .meta({ id: 'Account' })

export const toNotices = (muted: readonly string[]): z.infer<typeof noticesSchema> =>
  noticesSchema.parse(Object.fromEntries(optionalNotices.map((notice) => [notice, !muted.includes(notice)])))

export const toAccountJson = (account: Account): z.infer<typeof accountJsonSchema> => ({
  id: account.id,
  name: account.name,
  email: account.email,
  email_verified: account.emailVerifiedAt !== null,
  image_url: toPictureUrl(account.imageUrl),
  two_factor: hasSecondFactor(account.factors),
  time_zone: account.timeZone,
  locale: account.locale,
  default_organization: account.defaultOrganizationId,
  notices: toNotices(account.mutedNotices),
  created_at: account.createdAt.toISOString(),
})

export const listSessionsSchema = z.object({ limit: limitSchema, cursor: cursorSchema })

export type MySession = {
  id: string
  isCurrent: boolean
  device: Device
  ip: string | null
  createdAt: Date
  lastSeenAt: Date
}

export const sessionJsonSchema = z
  .object({
    id: idSchema('sess'),
    current: z.boolean().meta({ description: 'The one that asks.' }),
    device: z.string().meta({ description: 'In words, by its User-Agent.', example: 'Firefox on Linux' }),
    ip: z.string().nullable().meta({ description: 'The address of the sign-in.', example: '203.0.113.7' }),
    created_at: timeSchema,
    last_seen_at: timeSchema.meta({ description: 'To the hour.' }),
  })
  .meta({ id: 'Session' })

export const toSessionJson = (session: MySession): z.infer<typeof sessionJsonSchema> => ({
  id: session.id,
  current: session.isCurrent,
  device: session.device.name,
  ip: session.ip,
  created_at: session.createdAt.toISOString(),
  last_seen_at: session.lastSeenAt.toISOString(),
})

/** The name of a passkey. */
export const passkeyNameSchema = singleLine(60).meta({ example: 'My phone' })

export const listPasskeysSchema = z.object({ limit: limitSchema, cursor: cursorSchema })

export type MyPasskey = { id: string; name: string; isSynced: boolean; createdAt: Date; lastUsedAt: Date | null }

export const passkeyJsonSchema = z
  .object({
    id: idSchema('pk'),
    name: nameSchema('My phone'),
    synced: z.boolean().meta({ description: 'Whether its provider copies it to the person’s other devices.' }),
    created_at: timeSchema,
    last_used_at: timeSchema.nullable(),
  })
  .meta({ id: 'Passkey' })

export const toPasskeyJson = (passkey: MyPasskey): z.infer<typeof passkeyJsonSchema> => ({
  id: passkey.id,
  name: passkey.name,
  synced: passkey.isSynced,
  created_at: passkey.createdAt.toISOString(),
  last_used_at: passkey.lastUsedAt?.toISOString() ?? null,
})

/** The answer after the second step of a sign-in. */
export const signedInJsonSchema = z
  .object({
    user_id: idSchema('user'),
    recovery_codes_left: z.int().nullable().meta({ description: 'If a recovery code was used.' }),
  })
  .meta({ id: 'SignedIn' })

export const passkeyOptionsSchema = z.strictObject({
  purpose: z.enum(['sign_in', 'second_factor', 'confirm', 'register']),
})
