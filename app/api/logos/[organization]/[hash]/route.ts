import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { getLogo } from '@/lib/organizations/logo'
import { pictureAnswer } from '@/lib/pictures/answer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get a logo',
    description: 'By its URL in `logo_url`, which changes with the picture. Needs no sign-in.',
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/webp',
    run: async ({ params }) => pictureAnswer(await getLogo(params.organization!, params.hash!), 'logo.webp'),
  }),
})
