import { listMyPasskeys } from '@/lib/accounts/passkeys'
import { passkeyJsonSchema, toPasskeyJson } from '@/lib/accounts/schema'
import { operation, userRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'List my passkeys',
    description: 'In the order in which they were added. A new one is made in the browser, on `/account/security`.',
    response: pageSchema(passkeyJsonSchema),
    // An account has a few, so they are always one page.
    run: async ({ ctx }) => ({ data: (await listMyPasskeys(ctx)).map(toPasskeyJson), next_cursor: null }),
  }),
})
