// The secret of a link is only in the mail, and never in the log, whatever fails.
import { Client } from 'pg'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { POST as acceptRoute } from '@/app/api/invitations/[token]/accept/route'
import { POST as declineRoute } from '@/app/api/invitations/[token]/decline/route'
import { GET as previewRoute } from '@/app/api/invitations/[token]/route'
import { log, loggedPath } from '@/lib/log'
import { apiRequest, browserRequest, createSession, createUser, send } from '@/lib/testing/fixtures'
import { newSecret } from './schema'

/** Everything that is logged until the test ends. */
function readLog(): unknown[] {
  const lines: unknown[] = []
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void lines.push(line))
  onTestFinished(() => void vi.restoreAllMocks())
  return lines
}

const inFull = (lines: unknown[]) =>
  JSON.stringify(lines, (_key, value) => (value instanceof Error ? [value.message, value.stack, { ...value }] : value))

describe('an invitation secret', () => {
  it.each([
    ['accept', acceptRoute, 'POST'],
    ['decline', declineRoute, 'POST'],
    ['', previewRoute, 'GET'],
  ] as const)('is not logged when the database fails under /%s', async (action, handler, method) => {
    const session = await createSession((await createUser()).id)
    const token = newSecret()
    const path = `/api/invitations/${token}${action && `/${action}`}`
    const request = method === 'GET' ? apiRequest(method, path) : await browserRequest(session, method, path)
    const lines = readLog()
    vi.spyOn(Client.prototype, 'query').mockImplementation(() => {
      throw new Error('Connection terminated')
    })
    expect((await send(handler, request, { token })).status).toBe(503)
    expect(inFull(lines)).toContain('/api/invitations/[hidden]')
    expect(inFull(lines)).not.toContain(token)
  })

  it('is hidden in every form in which a path may contain it', () => {
    const token = newSecret()
    for (const written of [token, `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`, token.slice(0, 20)])
      expect(loggedPath(`http://localhost/api/invitations/${written}/accept?x=1`)).toBe(
        '/api/invitations/[hidden]/accept',
      )
    expect(loggedPath(`http://localhost/somewhere/${token}`)).toBe('/somewhere/[hidden]')
    for (const path of ['/api/v1/invitations/inv_01k9w3m7xre5zt2n8d4qhvbcya/resend', '/api/token', '/'])
      expect(loggedPath(`http://localhost${path}?token=${token}`)).toBe(path)
  })
})
