import { z } from 'zod'
import { removePicture, setPicture } from '@/lib/accounts/picture'
import { getAccount } from '@/lib/accounts/profile'
import { accountJsonSchema, toAccountJson } from '@/lib/accounts/schema'
import { operation, userRoute } from '@/lib/http'
import { readPicture } from '@/lib/pictures/upload'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  PUT: operation({
    summary: 'Set my picture',
    description:
      'The body is the picture: PNG, JPEG or WebP, up to 2 MB and 16 million pixels. It is drawn again at 256 × 256 at most, without its metadata. SVG is refused.',
    errors: ['body_too_large', 'unsupported_media_type', 'validation_failed', 'rate_limited'],
    rawHandler: { body: z.string().meta({ format: 'binary' }), bodyType: 'image/*' },
    response: accountJsonSchema,
    run: async ({ ctx, request }) => {
      await setPicture(ctx, () => readPicture(request))
      return toAccountJson(await getAccount(ctx))
    },
  }),
  DELETE: operation({
    summary: 'Remove my picture',
    run: ({ ctx }) => removePicture(ctx),
  }),
})
