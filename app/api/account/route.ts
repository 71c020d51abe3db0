import { getAccount, updateAccount } from '@/lib/accounts/profile'
import { accountJsonSchema, toAccountJson, updateAccountSchema } from '@/lib/accounts/schema'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'Get my account',
    response: accountJsonSchema,
    run: async ({ ctx }) => toAccountJson(await getAccount(ctx)),
  }),
  PATCH: operation({
    summary: 'Change my account',
    body: updateAccountSchema,
    errors: ['not_found'],
    response: accountJsonSchema,
    run: async ({ ctx, body }) => toAccountJson(await updateAccount(ctx, body)),
  }),
})
