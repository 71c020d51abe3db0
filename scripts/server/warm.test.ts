import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import { warm } from './warm.mjs'

it('asks for pages before the server listens, and a page that fails is no reason not to start', async () => {
  const asked: string[] = []
  await warm((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url!)
    if (request.url === '/organizations') response.destroy()
    else response.end('fine')
  })
  expect(asked).toEqual(['/sign-in', '/api/ready', '/organizations', '/sign-in'])
})
