import { execFileSync } from 'node:child_process'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'
import { buildDocument } from '@/lib/openapi/document'
import { apiRequest, send } from '@/lib/testing/fixtures'
import { writeNotes } from '@/lib/testing/notes'
import { noteRoute } from '@/lib/testing/notes-routes'
import { GET } from './route'
import { apiDocument, loadRoutes } from './routes'

const internal = [
  'app/account/picture',
  'app/api/passkeys/options',
  'app/api/session/palette',
  'app/api/[...path]',
  'app/api/auth/[...nextauth]',
  'app/api/dev/mail',
  'app/api/dev/mail/[id]',
  'app/o/[slug]/settings/audit-log/export',
  'app/o/[slug]/settings/export',
  'app/o/[slug]/settings/logo',
]

async function everyOperation() {
  return (await loadRoutes()).flatMap(({ path, route }) =>
    Object.entries(route.operations).map(([method, operation]) => ({
      name: `${method} ${path}`,
      path,
      access: route.access,
      method,
      operation,
    })),
  )
}

describe('the description of the API', () => {
  it('is OpenAPI 3.1, and its examples fit its schemas', async () => {
    const { status, body, headers } = await send(GET, apiRequest('GET', '/api/openapi.json'))
    expect([status, body.openapi]).toEqual([200, '3.1.1'])
    expect(headers.get('access-control-allow-origin')).toBe('*')
    const rules = {
      'operation-4xx-response': 'off',
      'no-server-example.com': 'off',
      // A fork chooses its own.
      'info-license': 'off',
      'info-license-strict': 'off',
    } as const
    const config = await createConfig({ extends: ['recommended-strict'], rules })
    const problems = await lintFromString({ source: JSON.stringify(body), config })
    expect(problems.map(({ message, location }) => [location[0]?.pointer, message])).toEqual([])
  })

  it('describes every route except the internal ones', async () => {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'app'], {
      encoding: 'utf8',
    })
    const folders = files.split('\n').flatMap((file) => /^(.*)\/route\.tsx?$/.exec(file)?.[1] ?? [])
    const described = (await loadRoutes()).map(({ path }) => `app${path}`)
    expect([...described, ...internal].sort()).toEqual(folders.sort())
  })

  // The failure names what a new route lacks: summary and response or 204 for all, permission for those in an organization.
  it('has a summary and a permission for every operation', async () => {
    const operations = await everyOperation()
    const lacking = operations.flatMap(({ name, access, operation }) => [
      ...(operation.summary ? [] : [`${name}: summary`]),
      ...(access === 'org' && !operation.permission ? [`${name}: permission`] : []),
      ...(operation.response || operation.status === 200 || operation.status === 204 ? [] : [`${name}: response`]),
    ])
    expect(lacking).toEqual([])
  })

  it('gives every operation a unique id, a group and its refusals', async () => {
    const document = await apiDocument()
    const operations = Object.values(document.paths!).flatMap((item) => Object.values(item))
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { operationId, tags, requestBody, security, responses } of operations) {
      const statuses = Object.keys(responses)
      expect(tags, operationId).toHaveLength(1)
      if (security.length > 0 && !('client' in security[0])) expect(statuses, operationId).toContain('401')
      if (requestBody?.content['application/json']) expect(statuses, operationId).toContain('422')
    }
    expect(Object.keys(document.paths!['/api/sign-up']!.post!.responses!)).toContain('429')
  })

  it('lists the refusals that follow from a route’s body, path, permission and version', () => {
    const routes = [{ path: '/api/v1/notes/[id]', route: noteRoute.PATCH.route }]
    const { paths } = buildDocument(routes, { url: 'https://a.example', cookieName: 'session' })
    const { responses, security } = paths!['/api/v1/notes/{id}']!.patch!
    expect(Object.keys(responses!)).toEqual(['200', '400', '401', '403', '404', '409', '412', '413', '415', '422'])
    expect(security).toEqual([{ organizationToken: [writeNotes] }, { session: [writeNotes] }])
  })

  it('supports OAuth routes: forms, Basic authentication, and refusals in another format', () => {
    const { POST } = publicRoute({
      POST: operation({
        summary: 'Introspect a token',
        response: z.object({ active: z.boolean() }),
        rawHandler: {
          body: z.object({ token: z.string() }),
          bodyType: 'application/x-www-form-urlencoded',
          proofs: ['client'],
          refusal: { schema: z.object({ error: z.string() }), statuses: { 401: 'invalid_client' } },
        },
        run: async () => ({ active: false }),
      }),
    })
    const routes = [{ path: '/api/oauth/introspect', route: POST.route }]
    const { paths, components } = buildDocument(routes, { url: 'https://a.example', cookieName: 'session' })
    const described = paths!['/api/oauth/introspect']!.post!
    expect(described).toMatchObject({
      tags: ['Organization tokens'],
      security: [{ client: [] }],
      requestBody: { content: { 'application/x-www-form-urlencoded': { example: { token: 'text' } } } },
      responses: { 200: {}, 401: { content: { 'application/json': { example: { error: 'text' } } } } },
    })
    expect(Object.keys(described.responses!)).toEqual(['200', '401'])
    expect(Object.keys(components!.securitySchemes!)).toEqual(['client'])
  })
})
