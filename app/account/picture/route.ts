// The form posts here and not to an action, because lib/actions.ts limits the body to 64 KiB and drops files. It always
// redirects to the page, which shows the result.
import { setPicture } from '@/lib/accounts/picture'
import { AppError } from '@/lib/errors'
import { flashHeader } from '@/lib/flash'
import { operation, userRoute } from '@/lib/http'
import { problemOf } from '@/lib/pictures/problems'
import { readPictureInForm } from '@/lib/pictures/upload'
import { redirectTo } from '@/lib/requests/redirect'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    rawHandler: {},
    run: async ({ ctx, request }) => {
      try {
        await setPicture(ctx, () => readPictureInForm(request))
        return redirectTo('/account', { 'set-cookie': flashHeader('Picture saved.') })
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'internal_error') throw error
        return redirectTo(`/account?picture=${problemOf(error)}#picture`)
      }
    },
  }),
})
