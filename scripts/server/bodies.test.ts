// Bodies that arrive slowly, or never.
import { createHash, randomBytes } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { maxPictureBytes } from '@/lib/pictures/upload'
import { mostBytes } from './bodies.mjs'
import { createFront } from './front.mjs'

type Read = (request: IncomingMessage) => Promise<Buffer>

const timeout = 20_000
const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex')

async function start(read: Read, limits = {}) {
  const handle = async (request: IncomingMessage, response: ServerResponse) => response.end(hash(await read(request)))
  const { server, state } = createFront(handle, { readDelayMs: () => 0, limits })
  let arrived = 0
  server.on('request', () => arrived++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.closeAllConnections())
  const { port } = server.address() as AddressInfo
  return { port, state, arrived: () => arrived }
}

/** Sends a body in pieces. Out: the status and the text of the answer. */
const send = (port: number, pieces: Buffer[], headers: http.OutgoingHttpHeaders = {}) =>
  new Promise<[number | undefined, string]>((resolve, reject) => {
    const sent = http.request({ port, method: 'POST', agent: false, headers })
    sent.on('response', async (answer) => resolve([answer.statusCode, String(await buffer(answer))]))
    sent.on('error', reject)
    sent.setNoDelay()
    const write = async () => {
      for (const piece of pieces) {
        await new Promise((written) => sent.write(piece, written))
        await turn()
      }
      sent.end()
    }
    void write()
  })

/** Sends the head of a request and so many bytes of its body, and nothing more. */
function sendPart(port: number, bytes: number, declared = 400) {
  const socket = net.connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  socket.write(`POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: ${declared}\r\n\r\n${'x'.repeat(bytes)}`)
  return { socket, closed: new Promise((resolve) => socket.once('close', resolve)) }
}

/** Sends a whole request as one packet. Out: the status of the answer. */
const sendRaw = (port: number, text: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text))
    onTestFinished(() => void socket.destroy())
    socket.on('error', reject)
    socket.once('data', (data) => resolve(data.toString().split(' ')[1]!))
  })

describe('a body', () => {
  it.each(['GET', 'POST'])('of %s that is announced in pieces and empty is answered', async (method) => {
    const { port } = await start(buffer)
    const head = `${method} /o/acme HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`
    expect(await sendRaw(port, `${head}0\r\n\r\n`)).toBe('200')
    expect(await sendRaw(port, `${head}1\r\nx\r\n0\r\n\r\n`)).toBe('200')
  })

  const byEvents: Read = (request) =>
    new Promise((resolve) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
    })

  // As the framework makes one.
  const asRequest: Read = async (request) => {
    const init = { method: 'POST', body: request, duplex: 'half' } as unknown as RequestInit
    return Buffer.from(await new Request('http://server', init).arrayBuffer())
  }

  it.each<[string, Read]>([
    ['events', byEvents],
    ['a pipe', (request) => buffer(request.pipe(new PassThrough()))],
    ['a web request', asRequest],
    ['an iterator', (request) => buffer(request)],
  ])('arrives unchanged, whatever its size and pieces, for a handler that reads by %s', async (_, read) => {
    const { port } = await start(read)
    for (const [size, count] of [
      [0, 0],
      [10, 1],
      [10, 5],
      [16_384, 1],
      [20_000, 3],
      [70_000, 1],
      [mostBytes - 1, 4],
      [mostBytes * 2, 9],
    ] as const) {
      const body = randomBytes(size)
      const length = Math.ceil(size / Math.max(count, 1))
      const pieces = Array.from({ length: count }, (_each, i) => body.subarray(i * length, (i + 1) * length))
      expect(await send(port, pieces), `${size} bytes, chunked`).toEqual([200, hash(body)])
      expect(await send(port, pieces, { 'content-length': size }), `${size} bytes`).toEqual([200, hash(body)])
    }
  })

  it('may be as large as a form with a picture', () => expect(mostBytes).toBeGreaterThan(maxPictureBytes + 16 * 1024))
})

describe('a body that does not arrive', () => {
  it('A278 keeps no place', async () => {
    const { port, state, arrived } = await start(buffer)
    for (let i = 0; i < 64; i++) sendPart(port, 1)
    await expect.poll(arrived, { timeout }).toBe(64)
    expect(await send(port, [Buffer.from('fine')])).toEqual([200, hash(Buffer.from('fine'))])
    expect(state().running).toBe(0)
  })

  it('A278 is not waited for when it is larger than any route takes', async () => {
    const { port, state, arrived } = await start(buffer, { mostBytes: 10, restMs: 50 })
    const { closed } = sendPart(port, 11)
    await closed
    await expect.poll(() => [arrived(), state().running], { timeout }).toEqual([1, 0])
  })

  it.each([
    ['all of them', { mostHeldBytes: 1_000_000 }],
    ['one network', { mostFromNetworkBytes: 1_000_000 }],
  ])('A278 takes no more memory than there is for %s, and gives it back when its client leaves', async (_, limits) => {
    const { port } = await start(buffer, limits)
    const [half, body] = [Buffer.alloc(300_000), Buffer.alloc(600_000)]
    const { socket } = sendPart(port, 700_000, 800_000)
    const status = async () => (await send(port, [half, half]))[0]
    await expect.poll(status, { timeout }).toBe(503)
    expect(await send(port, [Buffer.from('small')])).toEqual([200, hash(Buffer.from('small'))])
    socket.destroy()
    await expect.poll(status, { timeout }).toBe(200)
    expect(await send(port, [half, half])).toEqual([200, hash(body)])
  })
})
