import { getAccount, updateAccount } from '@/lib/accounts/profile'
import { deleteAccount } from '@/lib/accounts/deletion'
import { acceptedJsonSchema, accountJsonSchema, toAccountJson, updateAccountSchema } from '@/lib/accounts/schema'
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
  DELETE: operation({
    summary: 'Delete my account',
    description:
      'All sessions end. For 30 days signing in takes it back, then it is erased. An organization that only the caller owns needs another owner first: `errors` names them.',
    response: acceptedJsonSchema,
    status: 202,
    errors: ['reauth_required', 'last_owner', 'second_factor_required'],
    run: async ({ ctx }) => {
      await deleteAccount(ctx)
      return { status: 'accepted' as const }
    },
  }),
})
