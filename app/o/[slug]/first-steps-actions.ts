'use server'

// What the first steps do in place: the overview stays, and shows the result.
import { refresh } from 'next/cache'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { notFound } from '@/lib/errors'
import { flash } from '@/lib/flash'
import { invite, inviteSchema } from '@/lib/invitations/send'
import { resources } from '@/lib/resources'

export const inviteFirstAction = orgAction(inviteSchema, async ({ ctx, input }) => {
  const { email } = await invite(ctx, input)
  await flash(`Invitation sent to ${email}.`)
  refresh()
})

const recordSchema = z.object({ resource: z.string() }).catchall(z.string())

/** `resource`: the path of the resource; the other fields are those of its form. */
export const createFirstAction = orgAction(recordSchema, async ({ ctx, input: { resource: path, ...typed } }) => {
  const resource = resources.find((each) => each.path === path) ?? notFound()
  const { create } = await resource.creation()
  await create(ctx, typed)
  await flash(`Your first ${resource.noun} is ready.`)
  refresh()
})
