import { describe, expect, it } from 'vitest'
import { attackActions } from './actions.mjs'
import { absentLike, forgedTokens } from './callers.mjs'
import { createFindings } from './findings.mjs'
import { readForms } from './forms.mjs'
import { guards } from './guards.mjs'
import { essence } from './http.mjs'
import { readOperations } from './inventory.mjs'
import { checkTexts } from './mutate.mjs'
import { attackPages } from './pages.mjs'
import { parametersOf, pathsFor, replaceLeaves } from './requests.mjs'
import { attackRoutes } from './routes.mjs'

describe('what is in the build and cannot be attacked', () => {
  const emptyStage = (findings: ReturnType<typeof createFindings>) => ({
    findings,
    operations: [],
    send: async () => ({ status: 404, headers: {}, text: '' }),
    callers: { cookieOf: async () => ({}) },
    origin: '',
    victim: { slug: 'a', cookie: {}, bystander: {}, rows: {} },
  })

  it.each([
    ['a route that OpenAPI does not describe', attackRoutes, { routes: [{ path: '/api/v1/strange', isPage: false }] }],
    ['a page outside of an organization', attackPages, { routes: [{ path: '/backdoor', isPage: true }] }],
    [
      'an action that no page shows',
      attackActions,
      { routes: [], actions: [{ id: '7f00', name: 'strangeAction', file: 'app/strange.ts', page: '/o/[slug]' }] },
    ],
  ])('fails as unknown: %s', async (_what, attack, build) => {
    const findings = createFindings()
    await attack({ ...emptyStage(findings), ...build })
    expect(findings.failed()).toHaveLength(1)
    expect(findings.failed()[0]!.failures[0]).toContain('is unknown')
  })
})

describe('the guards', () => {
  it('are at least 25, and each is in the code exactly once', () => {
    expect(guards.length).toBeGreaterThanOrEqual(25)
    expect(new Set(guards.map(({ name }) => name)).size).toBe(guards.length)
    expect(() => checkTexts(guards)).not.toThrow()
  })

  it('fail the run where the code has changed', () => {
    const moved = [{ name: 'a moved guard', file: 'lib/http.ts', find: 'no such text', without: '' }]
    expect(() => checkTexts(moved)).toThrow('a moved guard: found 0 times in lib/http.ts')
  })
})

describe('a request', () => {
  it('names what an organization has, and what nothing has', () => {
    const organization = { slug: 'acme', bystander: { id: 'user_1' }, rows: { api_keys: { id: 'key_1' } } }
    expect(pathsFor('/o/[slug]/api-keys/[id]', organization)!.theirs).toBe('/o/acme/api-keys/key_1')
    expect(pathsFor('/api/v1/members/{user_id}', organization)!.theirs).toBe('/api/v1/members/user_1')
    expect(pathsFor('/api/v1/unheard-of/{id}', organization)).toBeNull()
    expect(parametersOf('/o/[slug]/api-keys')).toEqual([{ name: 'slug', before: 'o', text: '[slug]' }])
  })

  it('replaces one text of a body', () => {
    const body = { to: [{ id: 'a' }, { id: 'b' }], count: 1 }
    const change = (text: string, _name: string, place: string) => (place === '.to.1.id' ? 'x' : text)
    expect(replaceLeaves(body, change)).toEqual({ to: [{ id: 'a' }, { id: 'x' }], count: 1 })
  })

  it('has an absent id of the same form', () => {
    const id = 'user_01k9w3m7xre5zt2n8d4qhvbcya'
    expect(absentLike(id)).toMatch(/^user_0[0-9a-hjkmnp-tv-z]{25}$/)
    expect(absentLike(id)).not.toBe(id)
    expect(absentLike('a@example.com')).toMatch(/@example\.com$/)
    expect(absentLike('9999999')).toMatch(/^\d{7}$/)
  })

  it('can be forged with the claims of the victim', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = (org: string, signature: string) => `${part({ alg: 'ES256' })}.${part({ org_id: org })}.${signature}`
    const forged = Object.values(forgedTokens(token('org_b', 'b'), token('org_a', 'a'), { id: 'org_b', slug: 'b' }))
    const claims = forged.map((text) => JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()).org_id)
    expect(claims).toEqual(['org_b', 'org_b', 'org_b'])
  })
})

describe('answers', () => {
  const answer = (text: string, status = 404) => ({ status, headers: { 'content-type': 'application/json' }, text })

  it('are alike if they differ only in what was asked and in random ids', () => {
    const one = answer('{"detail":"No a1b2c3d4","instance":"urn:uuid:11111111-1111-4111-8111-111111111111"}')
    const other = answer('{"detail":"No z9y8x7w6","instance":"urn:uuid:22222222-2222-4222-8222-222222222222"}')
    const asked = ['a1b2c3d4', 'z9y8x7w6']
    expect(essence(one, asked)).toBe(essence(other, asked))
    expect(essence(one, [])).not.toBe(essence(other, []))
    expect(essence(answer('{}'), [])).not.toBe(essence(answer('{}', 403), []))
  })
})

describe('the inventory', () => {
  it('reads who may call an operation, and its permission', () => {
    const document = {
      paths: {
        '/api/v1/x': { get: { security: [{ organizationToken: ['org:read'] }, { session: ['org:read'] }] } },
        '/api/y': {
          post: {
            security: [{ session: [] }],
            requestBody: { content: { 'application/json': { example: { a: 1 } } } },
          },
        },
        '/api/z': { get: {} },
      },
    }
    const found = readOperations(document).map(({ path, access, permission, example }) => [
      path,
      access,
      permission,
      example,
    ])
    expect(found).toEqual([
      ['/api/v1/x', 'org', 'org:read', undefined],
      ['/api/y', 'user', undefined, { a: 1 }],
      ['/api/z', 'public', undefined, undefined],
    ])
  })

  it('reads the forms of a page', () => {
    const html = `<form method="POST"><input type="hidden" name="$ACTION_REF_1"/>
      <input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;7f01&quot;}"/>
      <input type="hidden" name="organization" value="a&amp;b"/><input name="name"/><input type="email" name="to"/>
      <textarea name="note">old</textarea><select name="role"><option value="">Choose</option><option value="viewer">Viewer</option></select>
      <input type="checkbox" name="box" value="1"/><input type="file" name="file"/><input name="off" disabled=""/></form>
      <form><input name="search"/></form>`
    expect(readForms(html)).toEqual([
      {
        action: '7f01',
        fields: [
          ['organization', 'a&b'],
          ['name', 'Text'],
          ['to', 'someone-invited@example.com'],
          ['note', 'old'],
          ['role', 'viewer'],
          ['box', '1'],
        ],
      },
    ])
  })
})
