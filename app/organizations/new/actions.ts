'use server'

import { redirect } from 'next/navigation'
import { userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { createOrganization } from '@/lib/organizations/commands'
import { createOrganizationSchema } from '@/lib/organizations/schema'

export const createOrganizationAction = userAction(createOrganizationSchema, async ({ ctx, input }) => {
  const { org } = await createOrganization(ctx, input)
  await flash(`${org.name} is ready. You are its owner.`)
  redirect(`/o/${org.slug}`)
})
