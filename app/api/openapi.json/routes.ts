// All routes, found by their files, so that a new route appears in the document by itself. Loaded on the first request.
import { sessionCookie } from '@/lib/auth/session-cookie'
import { getEnv } from '@/lib/env'
import { buildDocument, type ApiDocument, type PlacedRoute } from '@/lib/openapi/document'
import type { Route } from '@/lib/openapi/description'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
type RouteModule = { GET?: Handler & { route?: Route } }

const modules = import.meta.glob<RouteModule>([
  '/app/api/**/route.ts',
  '/app/.well-known/**/route.ts',
  // Not in the document: next-auth's own protocol, the mailbox of the demo, and routes for our own pages only.
  '!/app/api/auth/**',
  '!/app/api/dev/**',
  '!/app/api/passkeys/**',
  '!/app/api/session/palette/**',
])

/** The routes with their descriptions. One handler serves every method; the catch-all has no description. */
export async function loadRoutes(): Promise<(PlacedRoute & { handler: Handler })[]> {
  const loaded = Object.entries(modules).map(async ([file, load]) => {
    const { GET: handler } = await load()
    const path = file.slice('/app'.length, -'/route.ts'.length)
    return handler?.route ? [{ path, handler, route: handler.route }] : []
  })
  return (await Promise.all(loaded)).flat()
}

let building: Promise<ApiDocument> | undefined

/** The document of this server, built once. */
export const apiDocument = (): Promise<ApiDocument> =>
  (building ??= loadRoutes().then((routes) =>
    buildDocument(routes, { url: getEnv().APP_URL, cookieName: sessionCookie().name }),
  ))
