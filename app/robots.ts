import type { MetadataRoute } from 'next'
import { getEnv } from '@/lib/env'

// Read at the request: the build does not know APP_URL.
export const dynamic = 'force-dynamic'

const signedIn = ['/o/', '/organizations', '/account', '/invitations/', '/api/', '/dev/']

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: signedIn },
    sitemap: `${getEnv().APP_URL}/sitemap.xml`,
  }
}
