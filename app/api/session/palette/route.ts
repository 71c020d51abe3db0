// Used only by the command palette and the switcher, which load it when they are opened.
import { operation, userRoute } from '@/lib/http'
import { readPalette } from '@/lib/palette/queries'
import { paletteJsonSchema, paletteQuerySchema } from '@/lib/palette/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  GET: operation({
    response: paletteJsonSchema,
    query: paletteQuerySchema,
    run: ({ ctx, query }) => readPalette(ctx, query),
  }),
})
