// The pages, calls and resources of this checkout, read from its files: journeys that visit all of them include every
// addition and leave out every removal.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { APIRequestContext } from '@playwright/test'
import { expect } from './fixtures'

type ApiRecord = Record<string, unknown>

const filesIn = (folder: string, name: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === name)
    .map((file) => path.posix.join('/', path.dirname(file).replaceAll(path.sep, '/')))
    .map((route) => (route === '/' ? '' : route))
    .sort()

/** Every page of an organization as the path below /o/{slug}, such as `/settings/roles/[id]`; the overview is ''. */
export const organizationPages = filesIn('app/o/[slug]', 'page.tsx').filter((route) => !/@|\[\.\.\./.test(route))

/** The collections that the API addresses by id, as the path below /api/v1, such as `roles`. */
export const collections = filesIn('app/api/v1', 'route.ts').flatMap(
  (route) => /^\/([^/]+)\/\[\w+\]$/.exec(route)?.[1] ?? [],
)

/** The resources that lib/<noun>/resource.ts declares. */
export const resourceCount = readdirSync('lib').filter((noun) => existsSync(`lib/${noun}/resource.ts`)).length

/** Makes an organization the active one of a session. */
export async function switchTo(request: APIRequestContext, origin: string, organization: string): Promise<void> {
  const answer = await request.put('/api/session/organization', { headers: { origin }, data: { organization } })
  expect(answer.status(), organization).toBe(200)
}

/** In: a session. Out: the records of its active organization; none if the role may not see them. */
export async function list(request: APIRequestContext, collection: string): Promise<ApiRecord[]> {
  const answer = await request.get(`/api/v1/${collection}?limit=100`)
  if (answer.status() === 403) return []
  expect(answer.status(), `/api/v1/${collection}`).toBe(200)
  return (await answer.json()).data
}

/** Members are addressed by the id of the user. */
export const idOf = (record: ApiRecord): string => String(record.id ?? record.user_id)

/** `roles` for `/settings/roles/[id]`; undefined for a page without a single record. */
export function collectionOf(page: string): string | undefined {
  const segment = /([^/]+)\/\[/.exec(page)?.[1]
  return segment === 'events' ? 'audit-events' : segment
}

export const withId = (page: string, id: string): string => page.replace(/\[\w+\]/, id)

/** In: a session. Out: the path of every page of the organization; for a page of records, those of the first and the last. */
export async function pathsIn(request: APIRequestContext, origin: string, slug: string): Promise<string[]> {
  await switchTo(request, origin, slug)
  const paths: string[] = []
  for (const page of organizationPages) {
    const collection = collectionOf(page)
    const ids = collection ? (await list(request, collection)).map(idOf) : []
    const ends = [...new Set([ids.at(0), ids.at(-1)])].filter((id) => id !== undefined)
    paths.push(...(collection ? ends.map((id) => withId(page, id)) : [page]).map((each) => `/o/${slug}${each}`))
  }
  return paths
}
