import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { getPicture } from '@/lib/accounts/picture'
import { pictureAnswer } from '@/lib/pictures/answer'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get a picture',
    description: 'A person’s, by its URL in `image_url`, which changes with the picture. Needs no sign-in.',
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/webp',
    run: async ({ params }) => pictureAnswer(await getPicture(params.user_id!, params.hash!), 'picture.webp'),
  }),
})
