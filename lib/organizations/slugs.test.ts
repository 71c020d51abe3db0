import { describe, expect, it } from 'vitest'
import { isReservedSlug, proposeSlug, slugSchema } from './slugs'

describe('slugs', () => {
  it.each(['acme', 'a1', 'acme-corp', '3m-works'])('accepts %s', (slug) => {
    expect(slugSchema.safeParse(slug).success && !isReservedSlug(slug)).toBe(true)
  })

  it.each(['', 'a', 'Acme', 'a_b', 'a--b', '-a', 'a-', 'a b', 'a/b', '..', '%2e%2e', 'a.b', 'äcme', 'x'.repeat(49)])(
    'A052 refuses the shape of %j',
    (slug) => expect(slugSchema.safeParse(slug).success).toBe(false),
  )

  it.each([
    'admin',
    'api',
    'login',
    'www',
    'settings',
    'static',
    'auth',
    'new',
    'o',
    'adm1n',
    'ad-min',
    '4dmin',
    'adrnin',
    'l0gin',
    'vvww',
    'xn--80ak6aa92e',
  ])('A052 refuses %s as reserved or similar to a reserved slug', (slug) => expect(isReservedSlug(slug)).toBe(true))

  it.each([
    ['Acme Corp', 'acme-corp'],
    ['Café Müller & Söhne', 'cafe-muller-sohne'],
    ['  --  Globex, Inc.  ', 'globex-inc'],
    ['Admin', 'admin-hq'],
    ['x'.repeat(200), 'x'.repeat(42)],
    ['The International Society for Applied Widget Research', 'the-international-society-for-applied'],
    ['The International Society for Applied Bees', 'the-international-society-for-applied-bees'],
    ['The International Society for Applied Bees Ltd.', 'the-international-society-for-applied-bees'],
    [`Acme ${'x'.repeat(200)}`, `acme-${'x'.repeat(37)}`],
    [`--- ${'x'.repeat(42)} ---`, 'x'.repeat(42)],
  ])('proposes for %j %j', (name, slug) => expect(proposeSlug(name)).toBe(slug))

  it.each(['株式会社', '!!!', 'A'])('proposes a valid slug for %j', (name) => {
    expect(slugSchema.safeParse(proposeSlug(name)).success).toBe(true)
  })
})
