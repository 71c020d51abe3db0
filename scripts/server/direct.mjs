// Answers plain requests without the framework's router, which takes a third of an API request's processor time. Next builds a handler
// for each page and route, which platforms call like this ("Invoking Entrypoints" in Next's documentation). What the router, the
// middleware or next.config.mjs would change is not plain, and goes to the framework.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import compression from 'compression'
import { everywhere, notAPage } from './security-headers.mjs'

const require = createRequire(import.meta.url)

// No character that the router would decode or redirect.
const plainPath = /^(?:\/[\w-]+(?:\.[\w-]+)*)+$/
// Next reads parameters of a route, and its own requests for a page, from these.
const internalQuery = /nxt|_rsc/i
const internalHeader = /^(?:rsc$|next-|x-(?:action|invoke|matched|middleware|nextjs|next|now|prerender)-)/
const apiHeaders = [...everywhere, ...notAPage]
const apiMethods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
// next-auth's, and those that next.config.mjs gives other headers.
const otherHeaders = /^\/api\/(?:auth|dev|logos|pictures)\//

/**
 * In: the framework's request handler, and the project's folder with a production build. Out: a request handler. Pages go past the
 * router if lib/requests/signed-in-pages.ts has prepared them, and API requests with an access token if lib/org-token/edge-check.ts
 * accepts it, so that middleware.ts has nothing left to do.
 */
export function answerDirectly(handle, root) {
  const findEntry = readEntries(path.join(root, '.next'))
  const relativeProjectDir = path.relative(process.cwd(), root) || '.'
  const compress = compression()

  return async (request, response) => {
    const pathname = request.url.replace(/\?.*/s, '')
    const isApi = pathname.startsWith('/api/')
    const entry = isPlain(request, pathname) && isOpen(request, isApi) && findEntry(pathname)
    if (!entry || (isApi && !(await isTokenAccepted(request, pathname)))) return handle(request, response)
    for (const { key, value } of isApi ? apiHeaders : everywhere) response.setHeader(key, value)
    compress(request, response, () => {})
    try {
      await require(entry.file).handler(request, response, {
        requestMeta: { relativeProjectDir, params: entry.params },
      })
    } catch (error) {
      if (isApi || response.headersSent) throw error
      // The framework shows its page for an error.
      return handle(request, response)
    }
  }
}

function isPlain({ url, headers }, pathname) {
  if (!plainPath.test(pathname)) return false
  for (const name in headers) if (internalHeader.test(name)) return false
  try {
    return !internalQuery.test(decodeURIComponent(url.slice(pathname.length)))
  } catch {
    return false
  }
}

const isOpen = ({ method, headers }, isApi) =>
  isApi ? apiMethods.has(method) : method === 'GET' && headers['x-page-prepared'] !== undefined

/** The application publishes its check of access tokens when it has started. */
async function isTokenAccepted({ headers: { authorization } }, pathname) {
  if (authorization === undefined || !pathname.startsWith('/api/v1/')) return true
  return (await globalThis[Symbol.for('edge-check')]?.(authorization)) ?? false
}

// In: the folder of the build. Out: a function of a path, which finds the file of its handler, and the route's parameters.
function readEntries(build) {
  const read = (name) => JSON.parse(fs.readFileSync(path.join(build, name), 'utf8'))
  const prerendered = read('prerender-manifest.json').routes
  const files = read('server/app-paths-manifest.json')
  const fileOf = {}
  for (const [entry, route] of Object.entries(read('app-path-routes-manifest.json')))
    if (isDirect(entry, route) && !prerendered[route]) fileOf[route] = path.join(build, 'server', files[entry])
  const patterns = read('routes-manifest.json').dynamicRoutes.map(({ page, namedRegex, routeKeys }) => ({
    page,
    pattern: new RegExp(namedRegex),
    keys: Object.entries(routeKeys),
  }))
  return (pathname) => {
    if (fileOf[pathname]) return { file: fileOf[pathname] }
    for (const { page, pattern, keys } of patterns) {
      const found = pattern.exec(pathname)?.groups
      if (!found) continue
      const params = Object.fromEntries(keys.map(([group, name]) => [name.replace(/^nxtP/, ''), found[group]]))
      return fileOf[page] && { file: fileOf[page], params }
    }
  }
}

// Not the pages of a slot, those that another page intercepts, and what takes any path.
const isDirect = (entry, route) => !/\/@|\/\(\.|\[\.\.\./.test(entry) && !otherHeaders.test(route)
