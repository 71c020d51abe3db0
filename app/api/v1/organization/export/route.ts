import { z } from 'zod'
import { operation, orgRoute } from '@/lib/http'
import { exportOrganization } from '@/lib/organizations/export'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Export the organization',
    description:
      'Its data as one ZIP archive, streamed: a JSON file for every table that the caller may read, without secrets, and ' +
      'last a manifest with the numbers of rows, and for every other table the permission that it takes. It takes the ' +
      'session of a browser with a recent sign-in: a bearer token is refused.',
    permission: 'org:manage',
    errors: ['reauth_required', 'rate_limited'],
    response: z.string().meta({ format: 'binary', example: 'PK…' }),
    responseType: 'application/zip',
    run: ({ ctx, request }) => exportOrganization(ctx, request),
  }),
})
