// In how many pieces an answer leaves, counted where the socket hands them to the operating system.
import http, { type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { joinWrites } from './join-writes.mjs'

// Out: the parts of the body as they arrive, and how often the server's socket wrote.
async function ask(respond: (response: ServerResponse) => void) {
  let pieces = 0
  const server = http.createServer((_request, response) => {
    joinWrites(response)
    respond(response)
  })
  server.on('connection', (socket: Socket) => {
    for (const method of ['_write', '_writev'] as const) {
      const original = socket[method]!
      socket[method] = function (this: Socket, ...args: unknown[]) {
        pieces++
        return Reflect.apply(original, this, args) as void
      }
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.closeAllConnections())
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}`)
  return { body: answer.body!.pipeThrough(new TextDecoderStream()).getReader(), pieces: () => pieces }
}

it('sends the head, the parts and the end of an answer in one piece', async () => {
  const { body, pieces } = await ask((response) => {
    response.flushHeaders()
    for (const part of ['one ', 'two ', 'three']) response.write(part)
    response.end()
  })
  let text = ''
  for (let part = await body.read(); !part.done; part = await body.read()) text += part.value
  expect(text).toBe('one two three')
  expect(pieces()).toBe(1)
})

it('sends the parts of a stream without waiting for its end', async () => {
  let stream: ServerResponse
  const { body } = await ask((response) => {
    stream = response
    response.flushHeaders()
  })
  for (const part of ['one', 'two']) {
    stream!.write(part)
    expect((await body.read()).value).toBe(part)
  }
  stream!.end()
  expect((await body.read()).done).toBe(true)
})
