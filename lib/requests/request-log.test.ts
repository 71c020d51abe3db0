// Ids of requests, and the log of requests in production.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { problem } from '@/lib/http'
import { AppError } from '@/lib/errors'
import { logRequests } from './request-log'

let url = ''
beforeAll(async () => {
  Object.assign(getEnv(), { APP_MODE: 'production' })
  logRequests()
  const server = http.createServer(async (request, response) => {
    const headers = new Headers(request.headers as Record<string, string>)
    response.end(await problem(new AppError('not_found'), new Request(`http://x${request.url}`, { headers })).text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return () => {
    Object.assign(getEnv(), { APP_MODE: 'development' })
    server.close()
  }
})
afterEach(() => void vi.restoreAllMocks())

it('gives a request one id, in its answer, its problem document and its log line, and believes no client', async () => {
  const info = vi.spyOn(log, 'info').mockImplementation(() => {})
  const response = await fetch(`${url}/api/invitations/${'s'.repeat(43)}?token=secret`, {
    headers: { 'x-request-id': 'chosen by the client' },
  })
  const id = response.headers.get('x-request-id')
  expect(((await response.json()) as { instance: string }).instance).toBe(`urn:uuid:${id}`)
  const line = { request_id: id, method: 'GET', path: '/api/invitations/[hidden]', status: 200, ms: expect.any(Number) }
  expect(info).toHaveBeenCalledWith(line, 'request')
})

it('logs neither probes nor files of the build, which come all the time', async () => {
  const info = vi.spyOn(log, 'info').mockImplementation(() => {})
  for (const path of ['/api/health', '/api/ready?verbose', '/_next/static/x.js']) await (await fetch(url + path)).text()
  expect(info).not.toHaveBeenCalled()
})
