import { describe, expect, it } from 'vitest'
import { safeReturnPath } from './return-path'

describe('safeReturnPath', () => {
  it.each([
    ['/o/acme/members?sort=role', '/o/acme/members?sort=role'],
    ['http://localhost:3000/organizations', '/organizations'],
    ['/invitations/abc', '/invitations/abc'],
  ])('keeps %j', (asked, path) => expect(safeReturnPath(asked)).toBe(path))

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\\\evil.example',
    '/..//evil.example',
    '/./\\evil.example',
    '/%2e%2e//evil.example',
    'https://evil.example',
    'http://localhost:3000.evil.example',
    'http://localhost:3000@evil.example',
    'http://localhost:30001/',
    'https://localhost:3000/',
    'blob:http://localhost:3000/x',
    'javascript:alert(1)',
    'data:text/html,x',
    '.....///',
    'http://[',
    '/'.repeat(5000),
    '',
    undefined,
    ['/o/acme'],
    { toString: () => '/o/acme' },
  ])('A180 A181 A182 replaces %j with the start page', (asked) => expect(safeReturnPath(asked)).toBe('/'))

  it.each(['/api/auth/signout', '/sign-in', '/sign-up', '/_next/x', '/.well-known/jwks.json', '/dev/mail'])(
    'A183 does not lead to %s',
    (asked) => expect(safeReturnPath(asked)).toBe('/'),
  )
})
