import { describe, expect, it } from 'vitest'
import { POST as resend } from '@/app/api/v1/invitations/[id]/resend/route'
import { invite } from '@/lib/invitations/send'
import {
  apiRequest,
  bearerRequest,
  browserRequest,
  createMember,
  send,
  uniqueEmail,
  memberRequest,
} from '@/lib/testing/fixtures'
import { loadRoutes } from './routes'

// A bearer token is not enough for it.
const exportPath = '/api/v1/organization/export'

// A stream of events does not end.
const readable = (await loadRoutes()).filter(
  ({ path, route }) => route.operations.GET && !path.includes('[') && path !== '/api/session/events',
)

async function createBusyOrg() {
  const { ctx, session } = await createMember('owner')
  const { id } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
  return { ctx, session, invitation: id }
}

// `send` compares each answer with its description.
describe('answers match their description', () => {
  it.each(readable)('GET $path', async ({ path, route, handler }) => {
    const { ctx, session } = await createBusyOrg()
    const requests = {
      public: () => apiRequest('GET', path),
      user: () => browserRequest(session, 'GET', path),
      org: () => (path === exportPath ? memberRequest : bearerRequest)(ctx, 'GET', path),
    }
    expect((await send(handler, await requests[route.access]())).status).toBe(200)
  })

  it('POST /api/v1/invitations/[id]/resend', async () => {
    const { ctx, invitation: id } = await createBusyOrg()
    expect((await send(resend, await bearerRequest(ctx, 'POST', '/'), { id })).status).toBe(200)
  })
})
