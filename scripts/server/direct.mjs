// Answers plain requests without the framework's router, which takes a third of an API request's processor time. Next builds a handler
// for each page and route, which platforms call like this ("Invoking Entrypoints" in Next's documentation). A request that the router,
// a rule of next.config.mjs or the middleware would change is not plain, and goes to the framework.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import compression from 'compression'

const require = createRequire(import.meta.url)

// No character that the router would decode or redirect.
const plainPath = /^(?:\/[\w-]+(?:\.[\w-]+)*)+$/
// Next reads parameters of a route, and its own requests for a page, from these.
const internalQuery = /nxt|_rsc/i
const internalHeader = /^(?:rsc$|next-|x-(?:action|invoke|matched|middleware|nextjs|next|now|prerender)-)/
const apiMethods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * In: the framework's request handler, and the project's folder with a production build. Out: a request handler. Pages go past the
 * router if lib/requests/signed-in-pages.ts has prepared them, and API requests with an access token if lib/org-token/edge-check.ts
 * accepts it, so that middleware.ts has nothing left to do.
 */
export function answerDirectly(handle, root) {
  const findEntry = readEntries(path.join(root, '.next'))
  // As Next names what it keeps for this folder.
  const relativeProjectDir = path.relative(process.cwd(), root)
  const compress = compression()

  return async (request, response) => {
    const pathname = request.url.replace(/\?.*/s, '')
    const isApi = pathname.startsWith('/api/')
    const entry = isPlain(request, pathname) && isOpen(request, isApi) && findEntry(pathname)
    if (!entry || (isApi && !(await isTokenAccepted(request, pathname)))) return handle(request, response)
    const { file, params, headers } = entry
    for (const { key, value } of headers) response.setHeader(key, value)
    compress(request, response, () => {})
    try {
      await require(file).handler(request, response, { requestMeta: { relativeProjectDir, params } })
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

/** In: the folder of the build. Out: a function of a path, which finds the file of its handler, its parameters and its headers. */
function readEntries(build) {
  const read = (name) => JSON.parse(fs.readFileSync(path.join(build, name), 'utf8'))
  const { dynamicRoutes, ...rules } = read('routes-manifest.json')
  const prerendered = read('prerender-manifest.json').routes
  const files = read('server/app-paths-manifest.json')
  const fileOf = {}
  for (const [entry, route] of Object.entries(read('app-path-routes-manifest.json')))
    if (!isPartOrRest(entry) && !prerendered[route]) fileOf[route] = path.join(build, 'server', files[entry])
  const patterns = dynamicRoutes.map(({ page, namedRegex, routeKeys }) => ({
    page,
    pattern: new RegExp(namedRegex),
    keys: Object.entries(routeKeys),
  }))
  const headersOf = readHeaders(rules)

  return (pathname) => {
    const found = fileOf[pathname] ? { file: fileOf[pathname] } : findDynamic(pathname)
    const headers = found && headersOf(pathname)
    return headers && { ...found, headers }
  }

  // The first that matches, as in the router.
  function findDynamic(pathname) {
    for (const { page, pattern, keys } of patterns) {
      const found = pattern.exec(pathname)?.groups
      if (!found) continue
      const params = keys.map(([group, name]) => [name.replace(/^nxtP/, ''), found[group]])
      return fileOf[page] && { file: fileOf[page], params: Object.fromEntries(params) }
    }
  }
}

/** Of a slot, or intercepted by another page; or for any path. */
const isPartOrRest = (entry) => /\/@|\/\(\.|\[\.\.\./.test(entry)

// In: the rules of next.config.mjs. Out: a function of a path, which finds the headers of its answer; none if another rule is for it.
function readHeaders({ headers, redirects, rewrites }) {
  const withPattern = (rule) => ({ ...rule, pattern: new RegExp(rule.regex, 'i') })
  const rules = headers.map(withPattern)
  const others = [
    ...redirects,
    // Those that need the address of the page before are for pages above it, and for no plain request.
    ...Object.values(rewrites)
      .flat()
      .filter(({ has = [] }) => !has.some(({ key }) => key === 'next-url')),
    // Those that depend on more than the path.
    ...headers.filter((rule) => rule.has || rule.missing || rule.headers.some(({ value }) => /:[a-z_]/i.test(value))),
  ].map(withPattern)
  return (pathname) =>
    others.some(({ pattern }) => pattern.test(pathname))
      ? undefined
      : rules.filter(({ pattern }) => pattern.test(pathname)).flatMap((rule) => rule.headers)
}
