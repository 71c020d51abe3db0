import { z } from 'zod'
import { exportAccount } from '@/lib/accounts/export'
import { accountJsonSchema } from '@/lib/accounts/schema'
import { operation, userRoute } from '@/lib/http'
import { download } from '@/lib/requests/download'
import { assertSameOrigin } from '@/lib/requests/trust'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'Export my data',
    description: 'What is stored about the person themselves, as one JSON file, after a recent sign-in.',
    errors: ['reauth_required', 'cross_origin', 'rate_limited'],
    response: z.looseObject({ account: accountJsonSchema }),
    run: async ({ ctx, request }) => {
      assertSameOrigin(request.headers, { required: false })
      const text = JSON.stringify(await exportAccount(ctx), null, 2)
      const name = `my-data-${new Date().toISOString().slice(0, 10)}.json`
      return download(once(`${text}\n`), { name, type: 'application/json' })
    },
  }),
})

async function* once(text: string) {
  yield text
}
