// The form posts here and not to an action, because lib/actions.ts limits the body to 64 KiB and drops files. It always redirects
// to the page, which shows the result.
import { assertOwnViewIn } from '@/lib/auth/view-as'
import { AppError } from '@/lib/errors'
import { flashHeader } from '@/lib/flash'
import { operation, userRoute } from '@/lib/http'
import { setLogo } from '@/lib/organizations/logo'
import { problemOf } from '@/lib/pictures/problems'
import { readPictureInForm } from '@/lib/pictures/upload'
import { redirectTo } from '@/lib/requests/redirect'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    rawHandler: {},
    run: async ({ ctx, params, request }) => {
      const page = `/o/${encodeURIComponent(params.slug!)}/settings`
      try {
        assertOwnViewIn(request, ctx.sessionId)
        await setLogo({ ...ctx, organization: params.slug!, tokenId: null }, () => readPictureInForm(request))
        return redirectTo(page, { 'set-cookie': flashHeader('Logo saved.') })
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'internal_error') throw error
        return redirectTo(`${page}?logo=${problemOf(error)}#logo`)
      }
    },
  }),
})
