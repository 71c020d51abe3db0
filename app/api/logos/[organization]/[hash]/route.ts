import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { getLogo } from '@/lib/organizations/logo'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get a logo',
    description: 'By its URL in `logo_url`, which changes with the picture. Needs no sign-in.',
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/webp',
    run: async ({ params }) =>
      new Response(await getLogo(params.organization!, params.hash!), {
        headers: {
          'content-type': 'image/webp',
          // A logo is an image in a page. Opened by itself, it must not run anything.
          'content-disposition': 'attachment; filename="logo.webp"',
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'cache-control': 'public, max-age=31536000, immutable',
        },
      }),
  }),
})
