// Request and response schemas of the accounts API.
import { linkTokenSchema } from './email-links'
import { emailAddressSchema } from '@/lib/auth/email-address'
import { signInSchema } from '@/lib/auth/credentials'
import { passwordSchema } from '@/lib/auth/passwords'
import { getEnv } from '@/lib/env'
import { distinctName } from '@/lib/names'
import { singleLine } from '@/lib/schemas'
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
