import { z } from 'zod'
import { operation, orgRoute } from '@/lib/http'
import { removeLogo, setLogo } from '@/lib/organizations/logo'
import { readPicture } from '@/lib/pictures/upload'
import { getOrganization } from '@/lib/organizations/queries'
import { toOrganizationJson, organizationJsonSchema } from '@/lib/organizations/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  PUT: operation({
    summary: 'Set the logo',
    description:
      'The body is the picture: PNG, JPEG or WebP, up to 2 MB and 16 million pixels. It is drawn again at 256 × 256 at most, without its metadata. SVG is refused.',
    permission: 'org:manage',
    errors: ['body_too_large', 'unsupported_media_type', 'validation_failed', 'rate_limited'],
    rawHandler: { body: z.string().meta({ format: 'binary' }), bodyType: 'image/*' },
    response: organizationJsonSchema,
    run: async ({ ctx, request }) => {
      await setLogo(ctx, () => readPicture(request))
      return toOrganizationJson(await getOrganization(ctx))
    },
    version: (organization) => organization.updated_at,
  }),
  DELETE: operation({
    summary: 'Remove the logo',
    permission: 'org:manage',
    run: ({ ctx }) => removeLogo(ctx),
  }),
})
