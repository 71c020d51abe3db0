import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import * as nothing from '@/app/api/[...path]/route'
import * as confirm from '@/app/api/session/confirm/route'
import * as token from '@/app/api/token/route'
import { GET as ready } from '@/app/api/ready/route'
import { signIn } from '@/lib/accounts/sessions'
import { hashPassword } from '@/lib/auth/passwords'
import { log } from '@/lib/log'
import { arrivalMark, clientAddressHeader } from '@/lib/requests/trust'
import { operation, publicRoute } from './http'
import { apiRequest, asOwner, bearerRequest, browserRequest, createMember, send } from '@/lib/testing/fixtures'
import { notesRoute } from '@/lib/testing/notes-routes'

const problemKeys = ['code', 'detail', 'instance', 'status', 'title', 'type']

describe('a route', () => {
  it('answers 401 with a WWW-Authenticate challenge when the caller is not signed in', async () => {
    const { status, body, headers } = await send(notesRoute.GET, apiRequest('GET', '/api/v1/notes'))
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    expect(headers.get('www-authenticate')).toBe('Bearer')
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(Object.keys(body).sort()).toEqual(problemKeys)
  })

  it('A344 A345 logs who was refused what, and neither address, password nor secret', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {})
    onTestFinished(() => void warn.mockRestore())
    const viewer = await createMember('viewer')
    await asOwner('update users set password_hash = $2 where id = $1', [
      viewer.user.id,
      await hashPassword('right one'),
    ])
    const forbidden = await bearerRequest(viewer.ctx, 'POST', '/api/v1/notes?secret=s3cret', { name: 'x' })
    await send(notesRoute.POST, forbidden)
    const guess = await browserRequest(viewer.session, 'POST', '/api/session/confirm', { password: 'my guess' })
    await send(confirm.POST, guess)
    const network = { [clientAddressHeader]: `${arrivalMark()}10.2.3.4` }
    const wrong = { email: viewer.user.email, password: 'my guess' }
    await signIn(wrong, new Headers(network)).catch(() => {})
    await send(notesRoute.GET, apiRequest('GET', '/api/v1/notes/none'))
    const refusal = { request_id: expect.any(String), ip: null }
    expect(warn.mock.calls).toEqual([
      [
        { ...refusal, code: 'insufficient_permissions', path: '/api/v1/notes', method: 'POST', status: 403 },
        'request refused',
      ],
      [{ user_id: viewer.user.id, ip: null }, 'a confirmation failed'],
      [
        { ...refusal, code: 'invalid_credentials', path: '/api/session/confirm', method: 'POST', status: 401 },
        'request refused',
      ],
      [{ user_id: viewer.user.id, ip: '10.2.3.4' }, 'a sign-in failed'],
      [
        { ...refusal, code: 'unauthenticated', path: '/api/v1/notes/none', method: 'GET', status: 401 },
        'request refused',
      ],
    ])
    expect(JSON.stringify(warn.mock.calls)).not.toMatch(/guess|s3cret|@|eyJ/)
  })

  it('A045 ignores a caller named in the body', async () => {
    const body = { name: 'x', userId: 'user_1', sub: 'user_1' }
    expect((await send(notesRoute.POST, apiRequest('POST', '/api/v1/notes', body))).status).toBe(401)
  })

  it.each(['PUT', 'PATCH', 'DELETE'] as const)('answers %s with 405 and the allowed methods', async (method) => {
    const { status, headers, body } = await send(notesRoute[method], apiRequest(method, '/api/v1/notes'))
    expect([status, body.code]).toEqual([405, 'method_not_allowed'])
    expect(headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS')
  })

  it('A168 A170 A172 A173 refuses a mutation by cookie with a foreign or missing origin', async () => {
    const { session } = await createMember('owner')
    const good = await browserRequest(session, 'POST', '/api/token', {})
    for (const origin of ['https://evil.example', 'null', 'http://localhost:3000.evil.example', undefined]) {
      const headers = new Headers(good.headers)
      if (origin) headers.set('origin', origin)
      else headers.delete('origin')
      const answer = await send(token.POST, new Request(good.url, { method: 'POST', headers, body: '{}' }))
      expect([answer.status, answer.body.code], String(origin)).toEqual([403, 'cross_origin'])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/jsonx',
    'application/json;x=1',
  ])('A169 A262 refuses a body of %s', async (type) => {
    const { session } = await createMember('owner')
    const request = await browserRequest(session, 'POST', '/api/v1/notes', '{"name":"x"}')
    request.headers.set('content-type', type)
    expect((await send(notesRoute.POST, request)).status).toBe(415)
  })

  it('A260 refuses more than 64 KiB, declared or streamed', async () => {
    const { session } = await createMember('owner')
    const large = JSON.stringify({ name: 'x'.repeat(70_000) })
    const said = await browserRequest(session, 'POST', '/api/v1/notes', large)
    said.headers.set('content-length', String(large.length))
    expect((await send(notesRoute.POST, said)).status).toBe(413)
    const template = await browserRequest(session, 'POST', '/api/v1/notes', {})
    let chunks = 0
    const endless = new ReadableStream({ pull: (controller) => (chunks++, controller.enqueue(new Uint8Array(8192))) })
    const streamed = new Request(template.url, {
      method: 'POST',
      headers: template.headers,
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect((await send(notesRoute.POST, streamed)).status).toBe(413)
    expect(chunks).toBeLessThan(20)
  })

  it('A260 A261 A262 limits and types a body also where the operation takes none', async () => {
    const { POST, DELETE } = publicRoute({
      POST: operation({ run: async () => {} }),
      DELETE: operation({ run: async () => {} }),
    })
    const refused: [string, string | undefined, number][] = [
      ['x'.repeat(70_000), 'application/json', 413],
      ['a=1', 'application/x-www-form-urlencoded', 415],
      ['{}', 'text/plain', 415],
      ['{', 'application/json', 400],
      ['{"x":1}', 'application/json', 422],
      ['[]', 'application/json', 422],
      ['{}', 'application/json', 204],
      ['', 'application/json', 204],
      ['', undefined, 204],
    ]
    for (const [method, handler] of [
      ['POST', POST],
      ['DELETE', DELETE],
    ] as const)
      for (const [body, type, status] of refused) {
        const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
        const request = new Request('http://localhost:3000/', { method, headers, ...(body && { body }) })
        const answer = await handler(request, { params: Promise.resolve({}) })
        expect(answer.status, `${method} ${body.slice(0, 9)}`).toBe(status)
      }
  })

  it.each([
    '',
    '{',
    '[',
    '{"name":"a",}',
    '\ufeff{"name":"a"}',
    'NaN',
    "{'name':'a'}",
    '{"name":"a"} x',
    '{"name":/*c*/"a"}',
  ])('A261 refuses the body %j', async (body) => {
    const { session } = await createMember('owner')
    const { status } = await send(notesRoute.POST, await browserRequest(session, 'POST', '/api/v1/notes', body))
    expect(status).toBe(400)
  })

  it('A229 A261 survives prototypes, deep nesting and invalid UTF-8', async () => {
    const { session } = await createMember('owner')
    const ask = async (body: string) =>
      send(notesRoute.POST, await browserRequest(session, 'POST', '/api/v1/notes', body))
    expect(
      (await ask('{"name":"a","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')).status,
    ).toBe(422)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect((await ask(`{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)).status).toBe(422)
    const request = await browserRequest(session, 'POST', '/api/v1/notes', 'x')
    const invalid = new Request(request.url, {
      method: 'POST',
      headers: request.headers,
      body: Buffer.from([0x22, 0xff, 0x22]),
    })
    expect((await send(notesRoute.POST, invalid)).status).toBe(400)
  })

  it('A258 ignores a method override in a header', async () => {
    const { ctx } = await createMember('owner')
    const request = await bearerRequest(ctx, 'GET', '/api/v1/notes')
    request.headers.set('x-http-method-override', 'DELETE')
    expect((await send(notesRoute.GET, request)).status).toBe(200)
  })

  it('A346 hides the details of a defect behind a reference', async () => {
    const { GET } = publicRoute({
      GET: operation({
        run: async () => {
          throw new Error('relation "secret" at /srv/app')
        },
      }),
    })
    const { status, body, text } = await send(GET, apiRequest('GET', '/'))
    expect([status, body.code]).toEqual([500, 'internal_error'])
    expect(text).not.toMatch(/secret|srv|Error/)
    expect(body.instance).toMatch(/^urn:uuid:/)
  })

  it('reports every issue of a body under its field', async () => {
    const { POST } = publicRoute({
      POST: operation({ body: z.strictObject({ a: z.string(), b: z.array(z.number()) }), run: async () => {} }),
    })
    const { body } = await send(POST, apiRequest('POST', '/', { b: [1, 'x'], c: 1 }))
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['a', 'b.1', 'c'])
  })

  it('takes a body that its client breaks off for no mistake of ours', async () => {
    const error = vi.spyOn(log, 'error').mockImplementation(() => {})
    onTestFinished(() => void error.mockRestore())
    const { POST } = publicRoute({ POST: operation({ body: z.strictObject({}), run: async () => {} }) })
    const broken = new ReadableStream({ start: (stream) => stream.error(new Error('aborted')) })
    const headers = { 'content-type': 'application/json' }
    const request = new Request('http://localhost/', {
      method: 'POST',
      headers,
      body: broken,
      duplex: 'half',
    } as RequestInit)
    const { status, body } = await send(POST, request)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect(error).not.toHaveBeenCalled()
  })

  it('A013 answers an unknown path in the format of the API', async () => {
    const { status, body } = await send(nothing.GET as never, apiRequest('GET', '/api/v0/notes'))
    expect([status, body.code]).toEqual([404, 'not_found'])
  })

  it('A195 keeps answers out of shared caches', async () => {
    const { session } = await createMember('owner')
    for (const request of [await browserRequest(session, 'GET', '/api/v1/notes'), apiRequest('GET', '/api/v1/notes')])
      expect((await send(notesRoute.GET, request)).headers.get('cache-control')).toBe('private, no-store')
  })

  it('reports readiness', async () => expect((await send(ready, apiRequest('GET', '/api/ready'))).status).toBe(200))
})
