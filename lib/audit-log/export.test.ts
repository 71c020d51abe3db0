// An export outlives the token that started it, but not the caller's session, membership or permission.
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { GET as csvRoute } from '@/app/api/v1/audit-events.csv/route'
import { endSession } from '@/lib/accounts/sessions'
import { withOrg } from '@/lib/db/with-org'
import { changeRole } from '@/lib/members/commands'
import { switchOrganization } from '@/lib/organizations/switching'
import {
  addMember,
  apiRequest,
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  createOrg,
} from '@/lib/testing/fixtures'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { recordAudits } from '@/lib/audit/record'

type Member = Awaited<ReturnType<typeof createMember>>

// Three batches: of the first two, one is being sent and one waits until the reader continues.
const total = 2500
const event = { action: 'n.counted', target: { type: 'n', id: null, name: 'One more' } }
async function fill({ ctx }: Member): Promise<void> {
  const some = Array<typeof event>(500).fill(event)
  for (let left = total; left > 0; left -= some.length)
    await withOrg(ctx, 'org:read', (db, session) => recordAudits(db, session, some))
}

/** Starts the export. `rest` reads the remainder and rejects when the export breaks off. */
async function begin(request: Request) {
  const response = await csvRoute(request, { params: Promise.resolve({}) })
  expect(response.status).toBe(200)
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  const first = decoder.decode((await reader.read()).value)
  const rest = async (text = first): Promise<string[]> => {
    const { value, done } = await reader.read()
    return done ? text.split('\r\n').slice(1, -1) : rest(text + decoder.decode(value))
  }
  return rest
}

const path = '/api/v1/audit-events.csv?action=n.'
const expire = (organizationId: string) =>
  asOwner('update org_tokens set expires_at = now() where organization_id = $1', [organizationId])

describe('an export that outlasts its token', () => {
  it('continues to its end', async () => {
    const owner = await createMember('owner')
    await fill(owner)
    const request = await bearerRequest(owner.ctx, 'GET', path)
    const rest = await begin(request.clone())
    // Expired for both clocks: the server's and the database's.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * 60 * 1000 })
    onTestFinished(() => void vi.useRealTimers())
    await expire(owner.org.id)
    expect((await csvRoute(request, { params: Promise.resolve({}) })).status).toBe(401)
    expect(await rest()).toHaveLength(total)
  })

  it.each<[string, (owner: Member) => Promise<unknown>]>([
    ['the session', ({ session }) => endSession(session.sessionId)],
    [
      'the membership',
      ({ org, user }) =>
        asOwner('delete from memberships where organization_id = $1 and user_id = $2', [org.id, user.id]),
    ],
    [
      'the permission',
      async ({ org, user }) => changeRole((await createMember('owner', org)).ctx, user.id, { role: 'member' }),
    ],
    ['the organization', ({ org }) => asOwner('update organizations set deleted_at = now() where id = $1', [org.id])],
  ])('breaks off when %s has ended', async (_what, end) => {
    const { org } = await createMember('owner')
    const admin = await createMember('admin', org)
    await fill(admin)
    const rest = await begin(await bearerRequest(admin.ctx, 'GET', path))
    await end(admin)
    await expect(rest()).rejects.toThrow()
  })

  it('of an API key continues as long as the key is valid', async () => {
    const owner = await createMember('owner')
    await fill(owner)
    const token = await tokenOf(await createKey(owner.ctx, { role: 'admin' }))
    const request = () => apiRequest('GET', path, undefined, { authorization: `Bearer ${token}` })
    const [kept, broken] = [await begin(request()), await begin(request())]
    await expire(owner.org.id)
    expect(await kept()).toHaveLength(total)
    await asOwner('update api_keys set revoked_at = now() where organization_id = $1', [owner.org.id])
    await expect(broken()).rejects.toThrow()
  })

  it('A022 stays in the organization where it started when the session switches', async () => {
    const owner = await createMember('owner')
    await fill(owner)
    await switchOrganization(owner.session, owner.org.id)
    const rest = await begin(await browserRequest(owner.session, 'GET', path))
    const other = await createOrg()
    await addMember(other.id, owner.user.id, 'owner')
    await fill({ ...owner, org: other, ctx: { ...owner.ctx, organization: other.id } })
    await switchOrganization(owner.session, other.id)
    const lines = await rest()
    const mine = await asOwner<{ id: string }>(`select id from audit_events where organization_id = $1`, [owner.org.id])
    const ids = new Set(mine.map(({ id }) => `"${id}"`))
    expect(lines).toHaveLength(total)
    expect(lines.filter((line) => !ids.has(line.split(',')[0]!))).toEqual([])
  })
})
