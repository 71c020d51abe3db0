// Where to report a vulnerability (RFC 9116).
import { z } from 'zod'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { operation, publicRoute } from '@/lib/http'

// At most a year by the RFC. It always lies this far ahead, because the contact is a setting that the operator keeps.
const validDays = 180
const dayMs = 24 * 60 * 60 * 1000

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get the contact for security reports',
    description: 'As RFC 9116 describes it. 404 unless SECURITY_CONTACT is set.',
    tag: 'Service',
    response: z.string(),
    responseType: 'text/plain',
    errors: ['not_found'],
    run: async () => {
      const { SECURITY_CONTACT: contact, APP_URL } = getEnv()
      if (!contact) throw new AppError('not_found')
      const fields = {
        Contact: contact,
        Expires: new Date(Date.now() + validDays * dayMs).toISOString(),
        'Preferred-Languages': 'en',
        Canonical: `${APP_URL}/.well-known/security.txt`,
      }
      const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`)
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=86400' }
      return new Response(lines.join(''), { headers })
    },
  }),
})
