// The server in front of the framework, with a handler in its place.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { noteAction, noteMissing, noteOrganization, outage } from '@/lib/db/answering'
import { log } from '@/lib/log'
import { reportPageError } from '@/lib/server/page-errors'
import { createCallers } from './callers.mjs'
import { createFront } from './front.mjs'

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown

async function start(handle: Handle, limits = {}) {
  const front = createFront(handle, { readDelayMs: () => 0, limits })
  await new Promise<void>((resolve) => front.server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void front.server.closeAllConnections())
  const { port } = front.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return { ...front, port, get: (path: string, init?: RequestInit) => fetch(url + path, init) }
}

/** Asks on a connection of its own. Out: the status. */
const askAlone = (port: number, path: string, headers = {}) =>
  new Promise<number>((resolve, reject) =>
    http
      .get({ port, path, headers, agent: false }, (answer) =>
        answer.resume().on('end', () => resolve(answer.statusCode!)),
      )
      .on('error', reject),
  )

// The handler gets a body before it has arrived.
const partly = { mostBytes: 0 }

const fine: Handle = (_request, response) => response.end('fine')

it('keeps an idle connection longer than a balancer does', async () => {
  const { get } = await start(fine)
  const [, seconds] = /timeout=(\d+)/.exec((await get('/o/acme')).headers.get('keep-alive') ?? '') ?? []
  expect(Number(seconds)).toBeGreaterThan(60)
})

it('bounds what is worked on at once, also behind a path that only looks like a file of the build', async () => {
  let [working, most] = [0, 0]
  const { port } = await start((_request, response) => {
    most = Math.max(most, ++working)
    setTimeout(() => response.end('fine', () => working--), 100)
  })
  for (const path of ['/_next/static/../../o/acme', '/_next/static/%2e%2E/%2e./o/acme', '/_next/static/x\\..\\y']) {
    most = 0
    // `fetch` would resolve the dots.
    await Promise.all(Array.from({ length: 100 }, () => askAlone(port, path)))
    expect(most, path).toBeLessThan(50)
  }
})

it('takes the next request on a connection after a body that was not read to its end', async () => {
  const { port } = await start(async (request, response) => {
    // As a web stream reads it.
    await request[Symbol.asyncIterator]().next()
    response.end('refused')
  }, partly)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const send = () =>
    new Promise<number>((resolve, reject) => {
      const sent = http.request({ port, method: 'POST', agent }, (answer) =>
        answer.resume().on('end', () => resolve(answer.statusCode!)),
      )
      sent.on('error', reject)
      sent.write('x')
      sent.end('x'.repeat(200_000))
    })
  for (let i = 0; i < 4; i++) expect(await send()).toBe(200)
})

it('refuses a request with two hosts', async () => {
  const { port } = await start(fine)
  const socket = net.connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.end('GET /sign-in HTTP/1.1\r\nHost: localhost\r\nhost: evil.example\r\nConnection: close\r\n\r\n')
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
})

describe('a page of a database that is away', () => {
  const failing: Handle = (_request, response) => {
    outage()
    response.writeHead(500, { 'content-type': 'text/html', 'content-length': '5' })
    response.write('wrong')
    response.end()
  }

  it('answers 503 with a time to come back, and asks again on its own', async () => {
    const { get } = await start(failing)
    const response = await get('/o/acme')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await response.text()).toMatch(/http-equiv="refresh" content="2"[\s\S]*Back in a moment/)
  })

  it('does not send a form again', async () => {
    const { get } = await start(failing)
    const text = await (await get('/o/acme', { method: 'POST' })).text()
    expect(text).not.toContain('http-equiv')
    expect(text).toContain('send the form again')
  })

  it('is still 500 when the mistake is ours', async () => {
    const { get } = await start((_request, response) => {
      response.statusCode = 500
      response.end('wrong')
    })
    expect([(await get('/o/acme')).status, await (await get('/o/acme')).text()]).toEqual([500, 'wrong'])
  })
})

describe('a page that does not exist', () => {
  it.each([
    ['404', {}, 404],
    ['200 to a script that navigates', { rsc: '1' }, 200],
    ['200 to a script that calls an action', { 'next-action': 'x' }, 200],
  ])('answers %s', async (_, headers, status) => {
    const { get } = await start((_request, response) => response.end(`told: ${noteMissing()}`))
    const answer = await get('/o/acme/x', { method: 'POST', headers })
    expect([answer.status, await answer.text()]).toEqual([status, 'told: true'])
  })

  it('tells nobody where this server is not in front', () => {
    expect(noteMissing()).toBe(false)
  })
})

describe('a request that the framework cannot read', () => {
  it.each(['render', 'action'])('G1 is refused when its fields cannot be read (%s)', async (kind) => {
    const { get } = await start((_request, response) => {
      reportPageError(new SyntaxError('Unexpected end of JSON input'), {
        headers: {},
        method: 'POST',
        route: '/',
        kind,
      })
      response.writeHead(500, { 'content-type': 'text/html' })
      response.end('wrong')
    })
    const answer = await get('/', { method: 'POST', body: 'x' })
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([400, '', null])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is a defect when an action fails that has begun', async () => {
    vi.spyOn(log, 'error').mockReturnValue(undefined)
    const { get } = await start((_request, response) => {
      noteAction()
      reportPageError(new Error('wrong'), { headers: {}, method: 'POST', route: '/', kind: 'action' })
      response.writeHead(500, { 'content-type': 'text/html' })
      response.end('wrong')
    })
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(500)
  })

  it.each([
    ['/_next/data/x/page.json', {}, 404],
    ['/_global-error', {}, 404],
    ['/favicon.ico', { method: 'POST' }, 405],
    ['/api/v1/members', { method: 'POST', headers: { 'content-type': 'multipart/form-data' } }, 400],
  ])('is refused: %s %o', async (path, init, status) => {
    const { get } = await start(fine)
    expect((await get(path, init)).status).toBe(status)
  })

  it('is refused: OPTIONS *', async () => {
    const { port } = await start(fine)
    const answer = await new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write('OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'))
      socket.once('data', (data) => resolve(String(data).split('\r\n')[0]))
    })
    expect(answer).toBe('HTTP/1.1 400 Bad Request')
  })

  it('loses a precondition, except for the API', async () => {
    const { get } = await start((request, response) => response.end(String(request.headers['if-match'])))
    const sent = async (path: string) => (await get(path, { headers: { 'if-match': '"x"' } })).text()
    expect([await sent('/favicon.ico'), await sent('/api/v1/members/x')]).toEqual(['undefined', '"x"'])
  })

  it('loses a range that is none (RFC 9110, 14.2)', async () => {
    const { get } = await start((request, response) => response.end(String(request.headers.range)))
    const sent = async (range: string) => (await get('/favicon.ico', { headers: { range } })).text()
    expect(await Promise.all(['bytes=-', 'x', 'bytes=0-0', 'bytes=-5'].map(sent))).toEqual([
      'undefined',
      'undefined',
      'bytes=0-0',
      'bytes=-5',
    ])
  })

  it('loses a router state that cannot be read, and keeps one that can', async () => {
    const { get } = await start((request, response) =>
      response.end(String(request.headers['next-router-state-tree'] ?? 'none')),
    )
    const sent = async (state: string) =>
      (await get('/', { headers: { rsc: '1', 'next-router-state-tree': state } })).text()
    expect(await sent('%5B"')).toBe('none')
    expect(await sent('{"a":1}')).toBe('none')
    const readable = encodeURIComponent(JSON.stringify(['', {}]))
    expect(await sent(readable)).toBe(readable)
  })
})

describe('a client that leaves in the middle of its request', () => {
  const leave = async (port: number) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.write('POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx')
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.resetAndDestroy()
  }

  it('is not logged as an error, and another failure is', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => logged.mockRestore())
    const ended: unknown[] = []
    const { port, get } = await start(async (request) => {
      if (request.method === 'GET') throw new Error('ours')
      try {
        for await (const chunk of request) expect(chunk).toHaveLength(1)
      } catch (error) {
        ended.push(error)
        throw error
      }
    }, partly)
    await leave(port)
    await vi.waitFor(() => expect(ended).toMatchObject([{ code: 'ECONNRESET' }]))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(logged).not.toHaveBeenCalled()
    expect((await get('/')).status).toBe(500)
    expect(logged.mock.calls).toMatchObject([[{ message: 'ours' }]])
  })
})

describe('the places of a request', () => {
  it('are given back by a stream that stays open, and probes need none', async () => {
    const { get, state } = await start((request, response) => {
      if (request.url === '/stream') response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      else response.end('fine')
    })
    const streams = await Promise.all(Array.from({ length: 20 }, () => get('/stream')))
    expect(state().running).toBe(0)
    expect((await get('/api/health')).status).toBe(200)
    for (const { body } of streams) await body!.cancel()
  })

  describe('of a client that does not read its answer', () => {
    // More than the system keeps for a connection.
    const answer = Buffer.alloc(20_000_000, 'x')
    const ask = (port: number) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write('GET /o/acme HTTP/1.1\r\nHost: x\r\n\r\n'))
      onTestFinished(() => void socket.destroy())
      return new Promise((resolve) => socket.once('readable', resolve))
    }

    it.each<[string, Handle]>([
      ['is written', (_request, response) => response.end(answer)],
      ['is written as it is read', (_request, response) => void Readable.from([answer, answer]).pipe(response)],
    ])('A278 are given back when it %s', async (_, handle) => {
      const { port, state } = await start(handle, { slowReaderMs: 10 })
      await Promise.all(Array.from({ length: 3 }, () => ask(port)))
      await expect.poll(() => state().running, { timeout: 20_000 }).toBe(0)
    })

    it('A278 and its connection is closed when nothing moves on it', async () => {
      const { port, server } = await start((_request, response) => response.end(answer), { unreadMs: 50 })
      await ask(port)
      await expect.poll(promisify(server.getConnections.bind(server)), { timeout: 20_000 }).toBe(0)
    })
  })

  it('F10 are shared by all credentials of an organization once it is known, and no claim counts', () => {
    const callers = createCallers()
    const socket = { remoteAddress: '192.0.2.1' }
    const from = (authorization: string) => callers.identify({ url: '/api/v1/me', headers: { authorization }, socket })
    expect(from('Bearer a').lane).toBe('192.0.2.1')
    from('Bearer a').learn('org_1')
    from('Bearer b').learn('org_1')
    expect([from('Bearer a').lane, from('Bearer b').lane, from('Bearer c').lane]).toEqual([
      'org_1',
      'org_1',
      '192.0.2.1',
    ])
  })

  it('F10 are no longer those of an organization that did not know the credential again', async () => {
    let isMember = true
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const { port, state } = await start(async (request, response) => {
      if (isMember) noteOrganization('acme')
      if (request.url === '/held') await held
      response.end('fine')
    })
    const call = (path: string, authorization: string) => askAlone(port, path, { authorization })
    await call('/', 'Bearer owner')
    await call('/', 'Bearer former')
    isMember = false
    await call('/', 'Bearer former')
    const flood = Array.from({ length: 20 }, () => call('/held', 'Bearer former'))
    await expect.poll(() => state().running).toBe(12)
    expect(await call('/', 'Bearer owner')).toBe(200)
    release()
    await Promise.all(flood)
  })

  it.each<[string, () => void]>([
    ['that the database could not look for', outage],
    ['whose request was refused as one too many', () => {}],
  ])('F10 stay those of an organization %s', async (_, happen) => {
    let isAway = false
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const { port, state } = await start(async (request, response) => {
      if (isAway) {
        happen()
        response.statusCode = 503
        return response.end()
      }
      noteOrganization('acme')
      if (request.url === '/held') await held
      response.end('fine')
    })
    const call = (path: string) => askAlone(port, path, { authorization: 'Bearer member' })
    await call('/')
    isAway = true
    await call('/')
    isAway = false
    const flood = Array.from({ length: 20 }, () => call('/held'))
    await expect.poll(() => state().running).toBe(12)
    expect(await askAlone(port, '/', {})).toBe(200)
    release()
    await Promise.all(flood)
  })

  it('F10 learn the organization from the application', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const { get, state } = await start(async (request, response) => {
      noteOrganization(String(request.headers.authorization))
      if (request.url === '/held') await held
      response.end('fine')
    })
    const call = (path: string, authorization: string) => get(path, { headers: { authorization } })
    await call('/', 'Bearer acme')
    const flood = Array.from({ length: 20 }, () => call('/held', 'Bearer acme'))
    // Its share of the places. How many wait then depends on the machine: each waits a second at most.
    await expect.poll(() => state().running).toBe(12)
    expect((await call('/', 'Bearer globex')).status).toBe(200)
    release()
    await Promise.all(flood)
  })
})

describe('a server that leaves', () => {
  it('does not wait for a connection on which nothing was asked', async () => {
    const { port, leave } = await start(fine)
    const socket = net.connect(port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('connect', resolve))
    await Promise.all([leave(0), closed])
  })

  it('ends streams when it accepts no more connections, and not before', async () => {
    const shared = globalThis as { [key: symbol]: unknown }
    onTestFinished(() => void delete shared[Symbol.for('end-streams')])
    const { leave, server } = await start(fine)
    const wasListening: boolean[] = []
    shared[Symbol.for('end-streams')] = () => wasListening.push(server.listening)
    await leave(0)
    expect(wasListening).toEqual([false])
  })

  it('A341 turns red, goes on answering, and finishes what has begun', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const { get, leave, server } = await start(async (request, response) => {
      if (request.url === '/held') await held
      response.end('fine')
    })
    const begun = get('/held')
    const left = leave(3_000)
    const ready = await get('/api/ready')
    expect([ready.status, ready.headers.get('retry-after'), ready.headers.get('connection')]).toEqual([
      503,
      '2',
      'close',
    ])
    expect([(await get('/api/health')).status, await (await get('/o/acme')).text()]).toEqual([200, 'fine'])
    await expect.poll(() => server.listening, { timeout: 20_000 }).toBe(false)
    await expect(get('/')).rejects.toThrow()
    release()
    expect(await (await begun).text()).toBe('fine')
    await left
  }, 30_000)
})

it('refuses programs with a problem document, and is open to HEAD', async () => {
  const { get, leave } = await start(fine)
  void leave(1_000)
  const response = await get('/api/ready')
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ status: 503, code: 'unavailable' })
  expect((await get('/api/ready', { method: 'HEAD' })).status).toBe(503)
  http.globalAgent.destroy()
})
