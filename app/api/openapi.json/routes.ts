// Every route there is, found by its file and loaded when somebody first asks: a new one is in the document by itself.
import { sessionCookie } from '@/lib/auth/session-cookie'
import { getEnv } from '@/lib/env'
import { buildDocument, type ApiDocument, type PlacedRoute } from '@/lib/openapi/document'
import type { Route } from '@/lib/openapi/description'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
type RouteModule = { GET?: Handler & { route?: Route } }

const modules = import.meta.glob<RouteModule>([
  '/app/api/**/route.ts',
  '/app/.well-known/**/route.ts',
  // Not ours to describe: next-auth's own protocol, the mailbox of the demo and what our own pages ask alone.
  '!/app/api/auth/**',
  '!/app/api/dev/**',
  '!/app/api/session/destinations/**',
])

/** The routes with what they say of themselves; one handler serves every method. The catch-all says nothing. */
export async function loadRoutes(): Promise<(PlacedRoute & { handler: Handler })[]> {
  const loaded = Object.entries(modules).map(async ([file, load]) => {
    const { GET: handler } = await load()
    const path = file.slice('/app'.length, -'/route.ts'.length)
    return handler?.route ? [{ path, handler, route: handler.route }] : []
  })
  return (await Promise.all(loaded)).flat()
}

let building: Promise<ApiDocument> | undefined

/** The document of this server, made once. */
export const apiDocument = (): Promise<ApiDocument> =>
  (building ??= loadRoutes().then((routes) =>
    buildDocument(routes, { url: getEnv().APP_URL, cookieName: sessionCookie().name }),
  ))
