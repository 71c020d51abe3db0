// Next calls register once when a server starts, before the first request, and onRequestError for what a page or action throws.
import type { Instrumentation } from 'next'

export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  // First, and alone: an import that fails would be tried again with every request.
  const { requireSettings } = await import('@/lib/server/settings')
  requireSettings()
  await (await import('@/lib/server/start')).start()
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { reportPageError } = await import('@/lib/server/page-errors')
  reportPageError(error, { headers: request.headers, method: request.method, route: routePath, kind: routeType })
}
