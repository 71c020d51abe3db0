import type { MetadataRoute } from 'next'
import { getEnv } from '@/lib/env'

export const dynamic = 'force-dynamic'

const publicPages = ['/', '/sign-in', '/sign-up', '/docs/api']

export default function sitemap(): MetadataRoute.Sitemap {
  return publicPages.map((path) => ({ url: `${getEnv().APP_URL}${path}` }))
}
