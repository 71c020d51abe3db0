import { IncomingMessage, ServerResponse, type IncomingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { prepareSignedInPage } from './signed-in-pages'
import { internalHeaders, pagePathHeader, preparedPageHeader } from './trust'

function open(url: string, headers: IncomingHttpHeaders = { cookie: 'theme=dark; session=x' }, method = 'GET') {
  const request = Object.assign(new IncomingMessage(new Socket()), { url, method, headers: { ...headers } })
  const response = new ServerResponse(request)
  prepareSignedInPage(request, response)
  return { seen: request.headers, policy: response.getHeader('content-security-policy') }
}

describe('a page that is opened with a session', () => {
  it('A189 gets a policy with a fresh nonce, which the application sees', () => {
    const [first, second] = [open('/o/acme'), open('/account')]
    expect(first.policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24,}' 'strict-dynamic';/)
    expect(first.seen['content-security-policy']).toBe(first.policy)
    expect(second.policy).not.toBe(first.policy)
  })

  it.each([
    ['/o/acme', '/o/acme'],
    ['/o/acme/members?sort=role&_rsc=1a2b', '/o/acme/members?sort=role'],
    ['/organizations?_rsc=1a2b', '/organizations'],
    ['/account/../o/acme', '/o/acme'],
  ])('gets the path of %s', (url, path) => expect(open(url).seen[pagePathHeader]).toBe(path))

  it('is also prepared for HEAD, and with the cookie of https', () => {
    expect(open('/o/acme', { cookie: 'session=x' }, 'HEAD').seen[preparedPageHeader]).toBe('1')
    expect(open('/o/acme', { cookie: '__Host-session=x' }).seen[preparedPageHeader]).toBe('1')
  })

  it('A256 loses the headers that only we may set', () => {
    const evil = Object.fromEntries(internalHeaders.map((name) => [name, 'evil']))
    const { seen } = open('/o/acme', { ...evil, 'content-security-policy': 'evil', cookie: 'session=x' })
    expect(Object.values(seen)).not.toContain('evil')
  })
})

describe('what the middleware answers', () => {
  const evil = { [preparedPageHeader]: '1' }
  it.each([
    ['without a session', '/o/acme', { cookie: 'device=session; my-session=x' }, 'GET'],
    ['a form', '/o/acme', { cookie: 'session=x' }, 'POST'],
    ['a page for everyone', '/sign-in', { cookie: 'session=x' }, 'GET'],
    ['a path that only begins like ours', '/organized', { cookie: 'session=x' }, 'GET'],
    ['a path that leads elsewhere', '/o/../sign-in', { cookie: 'session=x' }, 'GET'],
    ['a call of the API', '/api/v1/me', { cookie: 'session=x' }, 'GET'],
    ['a URL that is none', '//', { cookie: 'session=x' }, 'GET'],
    ['the upload of a logo', '/o/acme/settings/logo', { cookie: 'session=x' }, 'GET'],
    ['the upload of a picture', '/account/picture', { cookie: 'session=x' }, 'GET'],
  ])('A256 %s is not prepared, whatever the client says', (_title, url, headers, method) => {
    const { seen, policy } = open(url, { ...headers, ...evil }, method)
    expect(seen).toEqual(headers)
    expect(policy).toBeUndefined()
  })
})
