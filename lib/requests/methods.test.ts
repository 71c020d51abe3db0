import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as auth from '@/app/api/auth/[...nextauth]/route'
import { OPTIONS as oauthOptions } from '@/app/api/oauth/token/route'
import { OPTIONS as healthOptions } from '@/app/api/health/route'
import { answerUnparsedMethods, markUnknownMethod } from './methods'
import { refusedMethodHeader } from './trust'

/** A server that answers with the method and the mark that Next would see. */
async function startServer(): Promise<number> {
  const server = http.createServer((request, response) =>
    response.end(`${request.method} ${request.headers[refusedMethodHeader] ?? 'unmarked'}`),
  )
  const mark = (message: unknown) => {
    const arrival = message as { request: http.IncomingMessage; server: http.Server }
    if (arrival.server === server) markUnknownMethod(arrival.request)
  }
  subscribe('http.server.request.start', mark)
  answerUnparsedMethods()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    unsubscribe('http.server.request.start', mark)
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Sends the lines as they are. Out: all that comes back. */
const sendRaw = (port: number, head: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n`))
    let answer = ''
    socket.on('data', (data) => (answer += String(data)))
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })

const close = 'Host: x\r\nConnection: close'

describe('A262 a method that no route knows', () => {
  it.each(['TRACE', 'PROPFIND', 'QUERY', 'LOCK'])('is marked if Node can parse it: %s', async (method) => {
    const port = await startServer()
    expect(await sendRaw(port, `${method} / HTTP/1.1\r\n${close}`)).toMatch(
      new RegExp(`OPTIONS ${method}$|OPTIONS ${method}\r\n`),
    )
  })

  it.each(['FOO', 'get', 'TRACK'])('is answered with 405 if it cannot: %s', async (method) => {
    const answer = await sendRaw(await startServer(), `${method} / HTTP/1.1\r\n${close}`)
    expect(answer).toMatch(/^HTTP\/1\.1 405 .*\r\nAllow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/)
  })

  it('cannot be claimed by a client’s header, and other bad requests keep their answers', async () => {
    const port = await startServer()
    expect(await sendRaw(port, `GET / HTTP/1.1\r\n${close}\r\n${refusedMethodHeader}: TRACE`)).toContain('GET unmarked')
    expect(await sendRaw(port, `GET / HTTP/9.9\r\n${close}`)).toMatch(/^HTTP\/1\.1 400 /)
    expect(await sendRaw(port, `GET / HTTP/1.1\r\n${close}\r\nx: ${'x'.repeat(20_000)}`)).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('is answered by routes with 405 and the methods that they take', async () => {
    const ask = (handler: unknown) =>
      (handler as (request: Request, context: object) => Promise<Response>)(
        new Request('http://localhost:3000/', { method: 'OPTIONS', headers: { [refusedMethodHeader]: 'TRACE' } }),
        { params: Promise.resolve({}) },
      )
    const answers = await Promise.all([healthOptions, oauthOptions, auth.OPTIONS].map(ask))
    expect(answers.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([
      [405, 'GET, HEAD, OPTIONS'],
      [405, 'POST, OPTIONS'],
      [405, 'GET, HEAD, POST, OPTIONS'],
    ])
    const put = await (auth.PUT as unknown as typeof auth.OPTIONS)(
      new Request('http://localhost:3000/', { method: 'PUT' }),
    )
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
  })
})
