import { operation, publicRoute } from '@/lib/http'
import { assertMailboxShown, getCapturedEmail } from '@/lib/mail/outbox'

// Shown in a frame of the mailbox. next.config.mjs lets our own pages frame it, and nothing in it run or load.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    responseType: 'text/html',
    run: async ({ params }) => {
      assertMailboxShown()
      const { html } = await getCapturedEmail(params.id!)
      return new Response(html, {
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store' },
      })
    },
  }),
})
