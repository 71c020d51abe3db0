// What the build contains: every route, page and server action, from the files that Next wrote; and what the API says of itself.
import fs from 'node:fs'
import path from 'node:path'

const read = (folder, file) => JSON.parse(fs.readFileSync(path.join(folder, '.next', file), 'utf8'))

/** The routes and pages, each with its path such as /o/[slug]/members. Parallel and intercepting routes count as their page. */
export function readRoutes(folder) {
  const found = Object.entries(read(folder, 'app-path-routes-manifest.json'))
  const unique = new Map()
  for (const [file, route] of found) {
    const isPage = file.endsWith('/page')
    const plain = route.replace(/\/\(\.+\)/g, '/')
    unique.set(`${isPage ? 'page' : 'route'} ${plain}`, { isPage, path: plain })
  }
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The server actions, each with a page that has it. */
export function readActions(folder) {
  const { node, edge } = read(folder, 'server/server-reference-manifest.json')
  return Object.entries({ ...node, ...edge }).map(([id, { exportedName, filename, workers }]) => {
    const pages = Object.keys(workers).map(toPath)
    const page = pages.find((each) => each.startsWith('/o/[slug]')) ?? pages[0]
    return { id, name: exportedName, file: filename, page, pages }
  })
}

// app/(auth)/sign-in/page -> /sign-in; an intercepting route counts as its page.
const toPath = (worker) =>
  `/${worker
    .replace(/^app\//, '')
    .replace(/\/?page$/, '')
    .split('/')
    .filter((segment) => !/^\([^.]*\)$/.test(segment) && !segment.startsWith('@'))
    .map((segment) => segment.replace(/^\(\.+\)/, ''))
    .join('/')}`

/** In: the OpenAPI document. Out: its operations by path and method. */
export function readOperations(document) {
  return Object.entries(document.paths).flatMap(([route, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const security = operation.security ?? []
      const permission = security.flatMap((each) => each.organizationToken ?? each.session ?? [])[0]
      const [[type, media] = []] = Object.entries(operation.requestBody?.content ?? {})
      return {
        path: route,
        method: method.toUpperCase(),
        access: accessOf(security),
        permission,
        type,
        example: media?.example ?? Object.values(media?.examples ?? {})[0]?.value,
        query: (operation.parameters ?? []).filter((each) => each.in === 'query'),
      }
    }),
  )
}

function accessOf(security) {
  if (security.length === 0) return 'public'
  if (security.some((each) => 'organizationToken' in each)) return 'org'
  return security.some((each) => 'session' in each) ? 'user' : 'client'
}
