import { describe, expect, it } from 'vitest'
import { resolveAddress } from './harden'
import { arrivalMark, assertSameOrigin, clientAddress, clientAddressHeader, clientNetwork, isOwnOrigin } from './trust'

describe('isOwnOrigin', () => {
  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])('accepts %s', (origin) =>
    expect(isOwnOrigin(origin)).toBe(true),
  )

  it.each([
    'null',
    '',
    'https://localhost:3000',
    'http://localhost',
    'http://localhost:3001',
    'http://localhost:3000.evil.example',
    'http://evil-localhost:3000',
    'http://localhost.:3000',
    'HTTP://LOCALHOST:3000',
    'http://localhost:3000/',
    'http://user@localhost:3000',
    'http://evil.example:3000',
  ])('A172 A173 refuses %j', (origin) => expect(isOwnOrigin(origin)).toBe(false))
})

describe('assertSameOrigin', () => {
  const check = (headers: Record<string, string>, required: boolean) => () =>
    assertSameOrigin(new Headers(headers), { required })

  it('accepts the application’s own pages', () => {
    expect(check({ origin: 'http://localhost:3000' }, true)).not.toThrow()
    expect(check({ 'sec-fetch-site': 'same-origin' }, true)).not.toThrow()
  })

  it('A168 A174 A176 requires proof of the origin when a cookie is sent', () => {
    expect(check({}, true)).toThrow('another site')
    expect(check({ referer: 'http://localhost:3000/' }, true)).toThrow('another site')
    expect(check({ 'sec-fetch-site': 'same-site' }, true)).toThrow('another site')
    expect(check({ origin: 'null' }, true)).toThrow('another site')
    expect(check({ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }, true)).toThrow('another site')
  })

  it('accepts a program without a cookie, but no foreign page', () => {
    expect(check({}, false)).not.toThrow()
    expect(check({ origin: 'https://evil.example' }, false)).toThrow('another site')
    expect(check({ 'sec-fetch-site': 'cross-site' }, false)).toThrow('another site')
  })
})

describe('the client’s network address', () => {
  it('A205 A256 believes forwarded headers from trusted hops only', () => {
    expect(resolveAddress('10.0.0.9', '1.2.3.4', 0)).toBe('10.0.0.9')
    expect(resolveAddress('10.0.0.9', '6.6.6.6, 1.2.3.4', 1)).toBe('1.2.3.4')
    expect(resolveAddress('10.0.0.9', '6.6.6.6, 1.2.3.4, 10.0.0.1', 2)).toBe('1.2.3.4')
    expect(resolveAddress('10.0.0.9', '1.2.3.4:567', 1)).toBe('1.2.3.4')
    expect(resolveAddress('10.0.0.9', '[2001:db8::1]:567', 1)).toBe('2001:db8::1')
    expect(resolveAddress('10.0.0.9', '', 1)).toBe('10.0.0.9')
    expect(resolveAddress('10.0.0.9', undefined, 2)).toBe('10.0.0.9')
  })

  it('A205 ignores what the client claims about itself', () => {
    expect(clientAddress(new Headers({ [clientAddressHeader]: '6.6.6.6' }))).toBe('unknown')
  })

  it('A205 counts an IPv6 /64 as one network and a mapped IPv4 as itself', () => {
    const network = (address: string) =>
      clientNetwork(new Headers({ [clientAddressHeader]: `${arrivalMark()}${address}` }))
    expect(network('2001:db8:1:2:aaaa::1')).toBe(network('2001:db8:1:2:bbbb:cccc:dddd:eeee'))
    expect(network('2001:db8:1:2::1')).not.toBe(network('2001:db8:1:3::1'))
    expect(network('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(network('::ffff:1.2.3.4')).toBe('1.2.3.4')
  })
})
