// Which requests go past the framework's router: a build with small handlers, and a framework that answers its name.
import fs from 'node:fs'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { answerDirectly } from './direct.mjs'

const entries = {
  '/api/v1/me/route': '/api/v1/me',
  '/api/v1/members/[user_id]/route': '/api/v1/members/[user_id]',
  '/api/v1/members/selected/route': '/api/v1/members/selected',
  '/api/auth/[...nextauth]/route': '/api/auth/[...nextauth]',
  '/api/moved/route': '/api/moved',
  '/api/negotiated/route': '/api/negotiated',
  '/api/named/[name]/route': '/api/named/[name]',
  '/api/constant/route': '/api/constant',
  '/o/[slug]/members/page': '/o/[slug]/members',
  '/o/[slug]/@dialog/(.)members/[id]/role/page': '/o/[slug]/(.)members/[id]/role',
  '/o/[slug]/members/failing/page': '/o/[slug]/members/failing',
  '/o/[slug]/[...rest]/page': '/o/[slug]/[...rest]',
}

const handler = `exports.handler = async (request, response, { requestMeta }) => {
  if (request.url.endsWith('failing')) throw new Error('The page fails.')
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ by: 'handler', ...requestMeta.params }).padEnd(2_000))
}`

// As the framework writes it, for parameters of one part and of many.
const dynamicRoute = (page: string) => ({
  page,
  namedRegex: `^${page
    .replace(/[.()]/g, '\\$&')
    .replace(/\[\\\.\\\.\\\.(\w+)\]/g, '(?<nxtP$1>.+?)')
    .replace(/\[(\w+)\]/g, '(?<nxtP$1>[^/]+?)')}(?:/)?$`,
  routeKeys: Object.fromEntries([...page.matchAll(/(\w+)\]/g)].map(([, name]) => [`nxtP${name}`, `nxtP${name}`])),
})

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'build-'))
const build = path.join(root, '.next')
const write = (name: string, data: unknown) => fs.writeFileSync(path.join(build, name), JSON.stringify(data))

beforeAll(() => {
  fs.mkdirSync(path.join(build, 'server'), { recursive: true })
  fs.writeFileSync(path.join(build, 'server/handler.js'), handler)
  write('app-path-routes-manifest.json', entries)
  write('server/app-paths-manifest.json', Object.fromEntries(Object.keys(entries).map((name) => [name, 'handler.js'])))
  write('prerender-manifest.json', { routes: { '/api/constant': {} } })
  write('routes-manifest.json', {
    headers: [
      { regex: '^/.*$', headers: [{ key: 'X-Frame-Options', value: 'DENY' }] },
      { regex: '^/api/.*$', headers: [{ key: 'X-Api', value: "default-src 'none'" }] },
      { regex: '^/api/negotiated$', headers: [], has: [{ type: 'header', key: 'x-client' }] },
      { regex: '^/api/named/(?<name>.*)$', headers: [{ key: 'X-Name', value: ':name' }] },
    ],
    redirects: [{ regex: '^/(?:.+)/$' }],
    rewrites: {
      beforeFiles: [{ regex: '^/api/moved$' }, { regex: '^/o/.*$', has: [{ type: 'header', key: 'next-url' }] }],
      afterFiles: [],
      fallback: [],
    },
    dynamicRoutes: Object.values(entries)
      .filter((page) => page.includes('['))
      .map(dynamicRoute),
  })
  return () => fs.rmSync(root, { recursive: true })
})

const framework = (_request: IncomingMessage, response: ServerResponse) => response.end('{"by":"framework"}')

async function start() {
  const answer = answerDirectly(framework, root)
  const server = http.createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  // `fetch` would resolve dots and encode what is odd.
  return (path: string, { method = 'GET', ...headers }: Record<string, string> = {}) =>
    new Promise<{ body: Record<string, string>; headers: http.IncomingHttpHeaders }>((resolve, reject) =>
      http
        .request({ port, path, method, headers, agent: false }, async (answer) => {
          const decoded = answer.headers['content-encoding'] === 'gzip' ? answer.pipe(createGunzip()) : answer
          resolve({ body: JSON.parse(await text(decoded)) as Record<string, string>, headers: answer.headers })
        })
        .on('error', reject)
        .end(),
    )
}

const acceptTokens = (check: (authorization: string) => Promise<boolean>) => {
  const shared = globalThis as { [key: symbol]: unknown }
  shared[Symbol.for('edge-check')] = check
  onTestFinished(() => void delete shared[Symbol.for('edge-check')])
}

const prepared = { 'x-page-prepared': '1' }
const byHandler = { by: 'handler' }
const byFramework = { by: 'framework' }

describe('a plain request goes to its handler', () => {
  it('of the API, with its parameters and the headers of the configuration', async () => {
    const get = await start()
    expect((await get('/api/v1/me')).body).toEqual(byHandler)
    expect((await get('/api/v1/me?sort=name', { method: 'POST' })).body).toEqual(byHandler)
    const { body, headers } = await get('/api/v1/members/user_1')
    expect(body).toEqual({ ...byHandler, user_id: 'user_1' })
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-api': "default-src 'none'" })
    expect((await get('/api/v1/members/selected')).body).toEqual(byHandler)
  })

  it('for a page that is prepared', async () => {
    const get = await start()
    const { body, headers } = await get('/o/acme/members', prepared)
    expect(body).toEqual({ ...byHandler, slug: 'acme' })
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['x-api']).toBeUndefined()
  })

  it('and is compressed if the client wants that', async () => {
    const get = await start()
    expect((await get('/api/v1/me', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip')
    expect((await get('/api/v1/me')).headers).toMatchObject({ vary: 'Accept-Encoding' })
  })

  it('with an access token if the edge accepts it, and not before the edge can say so', async () => {
    const get = await start()
    const authorization = 'Bearer good'
    expect((await get('/api/v1/me', { authorization })).body).toEqual(byFramework)
    acceptTokens((header) => Promise.resolve(header === authorization))
    expect((await get('/api/v1/me', { authorization })).body).toEqual(byHandler)
    expect((await get('/api/v1/me', { authorization: 'Bearer bad' })).body).toEqual(byFramework)
    expect((await get('/api/v1/members/user_1', { authorization: '' })).body).toEqual(byFramework)
  })
})

describe('A252 the framework answers', () => {
  it.each([
    ['a path with another spelling', '/api/v1/m%65'],
    ['a path with a slash too many', '/api/v1/me/'],
    ['a path with two slashes', '/api//v1/me'],
    ['a path with dots', '/api/v1/members/../me'],
    ['an address with a host', 'http://evil.example/api/v1/me'],
    ['a path that takes what no other does', '/api/auth/session'],
    ['a path that is rewritten', '/api/moved'],
    ['a path whose headers depend on the request', '/api/negotiated'],
    ['a path whose headers depend on its parameters', '/api/named/acme'],
    ['a route that was answered at build time', '/api/constant'],
    ['an unknown path', '/api/v1/unknown'],
    ['a parameter of the path in the query', '/api/v1/members/user_1?nxtPuser_id=user_2'],
    ['the same in another spelling', '/api/v1/members/user_1?%6e%58tPuser_id=user_2'],
    ['a query that cannot be read', '/api/v1/me?%ff'],
  ])('%s', async (_why, path) => {
    const get = await start()
    expect((await get(path, prepared)).body).toEqual(byFramework)
  })

  it.each([
    ['a page that the middleware has to see', '/o/acme/members', {}],
    ['a form', '/o/acme/members', { ...prepared, method: 'POST' }],
    ['a navigation of the script', '/o/acme/members', { ...prepared, rsc: '1' }],
    ['a page above another', '/o/acme/members/user_1/role', { ...prepared, 'next-url': '/o/acme/members' }],
    ['a page of a slot', '/o/acme/(.)members/user_1/role', prepared],
    ['a page that no other is', '/o/acme/unknown', prepared],
    ['a header of its own', '/api/v1/me', { 'x-middleware-subrequest': 'middleware' }],
    ['a question about a route', '/api/v1/me', { method: 'OPTIONS' }],
  ])('%s', async (_why, path, options) => {
    const get = await start()
    expect((await get(path, options as Record<string, string>)).body).toEqual(byFramework)
  })

  it('when a page fails before it has begun to answer', async () => {
    const get = await start()
    expect((await get('/o/acme/members/failing', prepared)).body).toEqual(byFramework)
  })
})
