// The form of the page posts here, past lib/actions.ts: an action takes no more than 64 KiB, and drops files. Whatever
// comes of it, the page that is led to says so.
import { assertOwnViewIn } from '@/lib/auth/view-as'
import { AppError } from '@/lib/errors'
import { flashHeader } from '@/lib/flash'
import { operation, userRoute } from '@/lib/http'
import { setLogo } from '@/lib/organizations/logo'
import { problemOf } from '@/lib/organizations/logo-problems'
import { readPictureInForm } from '@/lib/organizations/logo-upload'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    run: async ({ ctx, params, request }) => {
      const page = `/o/${encodeURIComponent(params.slug!)}/settings`
      try {
        assertOwnViewIn(request, ctx.sessionId)
        await setLogo({ ...ctx, organization: params.slug!, tokenId: null }, () => readPictureInForm(request))
        return leadTo(page, { 'set-cookie': flashHeader('Logo saved.') })
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'internal_error') throw error
        return leadTo(`${page}?logo=${problemOf(error)}#logo`)
      }
    },
  }),
})

const leadTo = (location: string, headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'private, no-store', ...headers } })
