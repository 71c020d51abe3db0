import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { product } from '@/lib/config'
import { getEnv } from '@/lib/env'
import { expectCode } from '@/lib/testing/fixtures'
import { isBreached } from './breached-passwords'
import { assertUncommon } from './common-passwords'

describe('F17 a password that is guessed first is refused:', () => {
  it.each([
    'password123',
    'Password123',
    'qwerty1234',
    '12345679',
    'iloveyou1',
    'sunshine1',
    'trustno1',
    'aaaaaaaa',
    '😀😀😀😀😀😀😀😀',
    'Summer2027',
    'dragon1999!',
    product.name + 1,
    `${product.name}${product.name}`.slice(0, product.name.length) + '-2026!',
  ])('%s', (password) => expectCode(assertUncommon(password), 'validation_failed'))

  it.each([
    ['jane.doe@acme-tools.example', undefined, 'jane.doe1'],
    ['jane.doe@acme-tools.example', undefined, 'acme-tools 77'],
    ['jane.doe@acme-tools.example', undefined, 'jane.doe@acme-tools.example'],
    ['12345x@example.com', undefined, '12345x'],
    [undefined, ['Josephine Öztürk', null], 'ÖZTÜRK 1234'],
    [undefined, ['Jo Öztürk', 'Globex Inc'], 'Globex!!99'],
    [undefined, ['Jo Öztürk', 'Globex Inc'], 'globexinc2026'],
  ])('of %s %s: %s', (email, names, password) =>
    expectCode(assertUncommon(password, { email, ...(names && { names }) }), 'validation_failed'),
  )

  it.each(['correct horse battery staple', 'Jo likes globex', 'aaaaaaab!', 'xkcd 936 applies', '9c1f-77aa-02'])(
    'but not %s',
    (password) => assertUncommon(password, { email: 'jo@globex.example', names: ['Jo', 'Globex Inc'] }),
  )
})

describe('F17 a breached password', () => {
  async function service(answer: RequestListener) {
    const asked = vi.fn<(url: string, padding: unknown) => void>()
    const server = createServer((request, response) => {
      asked(request.url!, request.headers['add-padding'])
      answer(request, response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/` }
  }

  const turnOn = () => {
    vi.spyOn(getEnv(), 'PWNED_PASSWORDS', 'get').mockReturnValue('on')
    onTestFinished(() => void vi.restoreAllMocks())
  }
  const password = 'a phrase that leaked'
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase()
  const other = createHash('sha1').update('another').digest('hex').toUpperCase()

  it('is found by the first five digits of its hash, and padding is not a breach', async () => {
    turnOn()
    const { asked, url } = await service((_request, response) =>
      response.end(`${'0'.repeat(35)}:3\r\n${hash.slice(5)}:12\r\n${other.slice(5)}:0`),
    )
    expect(await isBreached(password, url)).toBe(true)
    expect(await isBreached('another', url)).toBe(false)
    expect(asked.mock.calls).toEqual([
      [`/range/${hash.slice(0, 5)}`, 'true'],
      [`/range/${other.slice(0, 5)}`, 'true'],
    ])
  })

  it('passes when the service fails, hangs or is not there', async () => {
    turnOn()
    const failing = await service((_request, response) => response.writeHead(500).end(`${hash.slice(5)}:12`))
    const hanging = await service(() => {})
    for (const url of [failing.url, hanging.url, 'http://127.0.0.1:1/range/'])
      expect(await isBreached(password, url), url).toBe(false)
  })

  it('is not looked up unless it is turned on', async () => {
    const { asked, url } = await service((_request, response) => response.end(`${hash.slice(5)}:12`))
    expect(await isBreached(password, url)).toBe(false)
    expect(asked).not.toHaveBeenCalled()
  })

  it('is refused at sign-up', async () => {
    turnOn()
    const answer = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(`${hash.slice(5)}:1`))
    await expectCode(assertUncommon(password), 'validation_failed')
    expect(answer.mock.calls[0]![0]).toBe(`https://api.pwnedpasswords.com/range/${hash.slice(0, 5)}`)
  })
})
