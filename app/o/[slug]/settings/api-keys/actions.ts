'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { createApiKeySchema } from '@/lib/api-keys/schema'
import { createApiKey, revokeApiKey } from '@/lib/api-keys/commands'
import { flash } from '@/lib/flash'
import { parse } from '@/lib/requests/input'
import { keyFormSchema, toCreateInput, toCreatedValues } from './new/key-form'

// The page is not left: the secret is shown in the answer, this once.
export const createApiKeyAction = orgAction(keyFormSchema, async ({ ctx, input }) => ({
  values: toCreatedValues(await createApiKey(ctx, parse(createApiKeySchema, toCreateInput(input)))),
}))

export const revokeApiKeyAction = orgAction(z.strictObject({ id: z.string() }), async ({ ctx, input: { id } }) => {
  const { name } = await revokeApiKey(ctx, id)
  // A flash, since the form that would show an answer goes with its row.
  await flash(`API key “${name}” revoked.`)
  refresh()
})
