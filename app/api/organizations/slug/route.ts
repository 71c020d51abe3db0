import { operation, userRoute } from '@/lib/http'
import { checkSlug, checkSlugSchema, slugStateJsonSchema } from '@/lib/organizations/proposal'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    summary: 'Check whether a slug is free',
    description: 'For a form, while a person types. Creating the organization decides.',
    query: checkSlugSchema,
    response: slugStateJsonSchema,
    errors: ['rate_limited'],
    run: async ({ ctx, query }) => ({ state: await checkSlug(ctx, query.slug) }),
  }),
})
