// What a page needs to ask the browser for a passkey, with the challenge in a cookie.
import { z } from 'zod'
import { openPasskeyOptions } from '@/lib/accounts/passkeys'
import { passkeyOptionsSchema } from '@/lib/accounts/schema'
import { findContext, operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    body: passkeyOptionsSchema,
    response: z.looseObject({ challenge: z.string() }),
    run: async ({ body, request }) => {
      const ctx = await findContext(request)
      const { options, setCookie } = await openPasskeyOptions(body.purpose, ctx, request.headers)
      return Response.json(options, { headers: { 'cache-control': 'private, no-store', 'set-cookie': setCookie } })
    },
  }),
})
