'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { userAction } from '@/lib/actions'
import { AppError } from '@/lib/errors'
import { flash } from '@/lib/flash'
import { createOrganization } from '@/lib/organizations/commands'
import { hueFieldSchema } from '@/lib/organizations/hues'
import { setLogo } from '@/lib/organizations/logo'
import { createOrganizationSchema } from '@/lib/organizations/schema'

const newSchema = createOrganizationSchema.extend({
  hue: hueFieldSchema.optional(),
  // A data URL, which the browser made small (components/small-picture-field.tsx).
  logo: z
    .string()
    .regex(/^(data:image\/(png|jpeg|webp);base64,[\w+/=]+)?$/, 'Choose a PNG, JPEG or WebP picture.')
    .optional(),
})

export const createOrganizationAction = userAction(newSchema, async ({ ctx, input: { logo, ...input } }) => {
  const { org, organization } = await createOrganization(ctx, input)
  const isMissing = logo
    ? await setLogo({ ...ctx, organization, tokenId: null }, async () => bytesOf(logo)).then(no, explained)
    : false
  await flash(
    `${org.name} is ready. You are its owner.${isMissing ? ' Its logo could not be saved. Try again in the settings.' : ''}`,
  )
  redirect(`/o/${org.slug}`)
})

const bytesOf = (url: string): Uint8Array => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')

const no = () => false

// The organization is there, whatever is wrong with the picture.
function explained(error: unknown): true {
  if (error instanceof AppError) return true
  throw error
}
