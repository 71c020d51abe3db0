'use server'

import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { createApiKeySchema } from '@/lib/api-keys/schema'
import { createApiKey, revokeApiKey } from '@/lib/api-keys/commands'
import { flash } from '@/lib/flash'
import { parse } from '@/lib/requests/input'
import { keyFormSchema, toCreateInput, toCreatedValues } from './new/key-form'

// No redirect, because the result shows the secret, which is shown only once.
export const createApiKeyAction = orgAction(keyFormSchema, async ({ ctx, input }) => ({
  values: toCreatedValues(await createApiKey(ctx, parse(createApiKeySchema, toCreateInput(input)))),
}))

export const revokeApiKeyAction = orgAction(
  z.strictObject({ id: z.string() }),
  async ({ ctx, input: { id }, backTo }) => {
    const { name } = await revokeApiKey(ctx, id)
    await flash(`API key “${name}” revoked.`)
    backTo('/settings/api-keys')
  },
)
