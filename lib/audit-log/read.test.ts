import { describe, expect, it } from 'vitest'
import { GET as csvRoute } from '@/app/api/v1/audit-events.csv/route'
import { GET as jsonRoute } from '@/app/api/v1/audit-events.json/route'
import { GET as listRoute } from '@/app/api/v1/audit-events/route'
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { changeRole } from '@/lib/members/commands'
import { asOwner, bearerRequest, createMember, memberRequest, send } from '@/lib/testing/fixtures'
import { createNote } from '@/lib/testing/notes'
import { toCsvLine } from './export'
import { countActivity } from './activity'
import { getAuditView } from './view'
import { recordAudits } from '@/lib/audit/record'

type Member = Awaited<ReturnType<typeof createMember>>

const get = async ({ ctx }: Member, query = '') =>
  send(listRoute, await bearerRequest(ctx, 'GET', `/api/v1/audit-events${query}`))
const actions = ({ body }: { body: { data: { action: string }[] } }) => body.data.map(({ action }) => action)

const record = ({ ctx }: Member, ...names: string[]) =>
  withOrg(ctx, 'org:read', (db, session) =>
    recordAudits(
      db,
      session,
      names.map((action, n) => ({ action, target: { type: 'note', id: `note_${n}`, name: `Note ${n}` } })),
    ),
  )

describe('GET /api/v1/audit-events', () => {
  it('lists newest first, in the documented shape', async () => {
    const owner = await createMember('owner')
    const colleague = await createMember('admin', owner.org)
    await createNote(colleague.ctx, { name: 'Minutes' })
    await changeRole(owner.ctx, colleague.user.id, { role: 'viewer' })
    const { status, body } = await get(owner)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      data: [
        { action: 'session.entered', actor: { id: owner.user.id }, target: { type: 'user', id: owner.user.id } },
        {
          id: expect.stringMatching(/^evt_/),
          action: 'member.role_changed',
          actor: { type: 'user', id: owner.user.id, name: owner.user.name },
          target: { type: 'member', id: colleague.user.id, name: colleague.user.name },
          changes: { role: ['admin', 'viewer'] },
          ip: null,
          occurred_at: expect.stringMatching(/Z$/),
        },
        { action: 'note.created', actor: { id: colleague.user.id } },
      ],
      next_cursor: null,
    })
  })

  it('filters by actor, by action or group of actions, and by time', async () => {
    const owner = await createMember('owner')
    const colleague = await createMember('admin', owner.org)
    await record(owner, 'note.created', 'member.removed', 'note.archived')
    await record(colleague, 'note.created')
    const { data } = (await get(owner)).body
    expect(actions(await get(owner, `?actor=${colleague.user.id}`))).toEqual(['note.created'])
    expect(actions(await get(owner, '?action=note.created'))).toHaveLength(2)
    expect(actions(await get(owner, '?action=note.'))).toEqual(['note.created', 'note.archived', 'note.created'])
    expect(actions(await get(owner, `?action=note.&actor=${owner.user.id}`))).toEqual(['note.archived', 'note.created'])
    expect(actions(await get(owner, '?action=not.'))).toEqual([])
    const at = data[1].occurred_at
    await asOwner('select 1')
    expect(actions(await get(owner, `?from=${at}&to=${at}`)).length).toBeGreaterThan(0)
    expect(actions(await get(owner, '?from=2100-01-01T00:00:00Z'))).toEqual([])
    expect(actions(await get(owner, '?to=2000-01-01'))).toEqual([])
    expect(actions(await get(owner, '?from=0000-01-01&to=9999-12-31T23:59:59-12:00'))).toHaveLength(5)
  })

  it('answers 422 to an invalid time, action or cursor', async () => {
    const owner = await createMember('owner')
    await record(owner, 'a.b', 'a.b', 'a.b')
    for (const query of ['?from=yesterday', '?to=2026-13-01', '?from=', '?action=%25', '?limit=0', '?cursor=x'])
      expect((await get(owner, query)).status, query).toBe(422)
    const { next_cursor } = (await get(owner, '?limit=1')).body
    expect((await get(owner, `?limit=1&action=a.b&cursor=${next_cursor}`)).status).toBe(422)
  })

  it('pages without gaps while events are added', async () => {
    const owner = await createMember('owner')
    await record(owner, 'n.a', 'n.b', 'n.c', 'n.d', 'n.e')
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const { body } = await get(owner, `?limit=2&action=n.${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.data.map(({ action }: { action: string }) => action))
      await record(owner, 'n.later')
      cursor = body.next_cursor
    } while (cursor)
    expect(seen).toEqual(['n.e', 'n.d', 'n.c', 'n.b', 'n.a'])
  })

  it('requires org:audit:read', async () => {
    const member = await createMember('member')
    for (const route of [listRoute, csvRoute, jsonRoute]) {
      const answer = await send(route, await bearerRequest(member.ctx, 'GET', '/api/v1/audit-events'))
      expect(answer.body).toMatchObject({ status: 403, code: 'insufficient_permissions' })
      expect(answer.body.detail).toContain('org:audit:read')
    }
  })

  it('A022 shows no event of another organization, even one by the same person', async () => {
    const [a, b] = [await createMember('owner'), await createMember('owner')]
    await record(b, 'note.created')
    const nothing = { actors: [], moreActors: false, system: false, actions: [] }
    const count = async () => (await countActivity(a.ctx)).reduce((sum, day) => sum + day.count, 0)
    expect(await facetsOf(a.ctx)).toEqual(nothing)
    expect(await count()).toBe(0)
    // A request with a token records the first visit: that is the only event.
    const { data } = (await get(a)).body
    expect(data).toMatchObject([{ action: 'session.entered', actor: { id: a.user.id } }])
    expect(actions(await get(a, `?actor=${b.user.id}`))).toEqual([])
    const { id, name } = a.user
    expect(await facetsOf(a.ctx)).toEqual({
      ...nothing,
      actors: [{ id, name, type: 'user' }],
      actions: ['session.entered'],
    })
    expect(await count()).toBe(1)
  })
})

describe('the exports', () => {
  it('A016 hold every event of the filter across batches, and none of another organization', async () => {
    const owner = await createMember('owner')
    await record(await createMember('owner'), 'other.one')
    for (let i = 0; i < 3; i++) await record(owner, ...Array<string>(700).fill(i === 2 ? 'b.c' : 'a.b'))
    const csv = await send(csvRoute, await bearerRequest(owner.ctx, 'GET', '/api/v1/audit-events.csv?action=a.'))
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-events-[\d-]+\.csv"$/)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = csv.text.split('\r\n')
    expect(lines).toHaveLength(1402)
    expect(new Set(lines).size).toBe(1402)
    const json = await send(jsonRoute, await bearerRequest(owner.ctx, 'GET', '/api/v1/audit-events.json'))
    expect(json.body.data).toHaveLength(2101)
    const actor = { id: owner.user.id }
    expect(json.body.data.slice(0, 2)).toMatchObject([
      { action: 'session.entered', sequence: 2101, actor },
      { action: 'b.c', sequence: 2100, actor },
    ])
  })

  it('are well formed when there are no events', async () => {
    const { ctx } = await createMember('owner')
    const json = await send(jsonRoute, await bearerRequest(ctx, 'GET', '/api/v1/audit-events.json?action=n.n'))
    expect(json.body).toEqual({ data: [] })
    const csv = await send(csvRoute, await bearerRequest(ctx, 'GET', '/api/v1/audit-events.csv?action=n.n'))
    expect(csv.text).toMatch(/^"id","occurred_at",.*"hash"\r\n$/)
  })

  it('are not downloaded by a link on another site’s page', async () => {
    const { ctx } = await createMember('owner')
    for (const route of [csvRoute, jsonRoute]) {
      const request = await memberRequest(ctx, 'GET', '/api/v1/audit-events.csv')
      const own = await send(route, request)
      const linked = new Request(request.url, { headers: request.headers })
      linked.headers.delete('origin')
      linked.headers.set('sec-fetch-site', 'cross-site')
      const refused = await send(route, linked)
      expect([own.status, refused.status, refused.body.code]).toEqual([200, 403, 'cross_origin'])
    }
  })

  it('A237 escape formulas for spreadsheets', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '＝'])
      expect(toCsvLine([`${start}1+1`])).toBe(`"'${start}1+1"\r\n`)
    expect(toCsvLine(['say "hi", all', 'a\nb', ''])).toBe('"say ""hi"", all","a\nb",""\r\n')
    // With another separator than the comma, a spreadsheet begins a cell there.
    for (const start of [';', '; ', '\t', '\n', ';"'])
      expect(toCsvLine([`x${start}=1+1;y`]).replaceAll('""', '"')).toBe(`"x${start}'=1+1;y"\r\n`)
    expect(toCsvLine(['a;b - c, d=e'])).toBe('"a;b - c, d=e"\r\n')
  })
})

describe('the filters of the audit log', () => {
  it('offer the actors, actions and days that occur', async () => {
    const owner = await createMember('owner')
    await record(owner, 'a.b', 'a.c', 'a.b')
    const { actors, actions: names, system } = await facetsOf(owner.ctx)
    expect(system).toBe(false)
    expect(actors).toEqual([{ id: owner.user.id, name: owner.user.name, type: 'user' }])
    expect(names).toEqual(['a.b', 'a.c'])
    const days = await countActivity(owner.ctx, 30)
    expect(days).toHaveLength(30)
    // Usually one day; two if midnight fell between the events.
    const recorded = await asOwner(
      `select to_char(occurred_at at time zone 'utc', 'YYYY-MM-DD') as day, count(*)::int as count
       from audit_events where organization_id = $1 group by 1 order by 1`,
      [owner.org.id],
    )
    expect(days.filter(({ count }) => count > 0)).toEqual(recorded)
  })

  it('find events of the system, which have no actor', async () => {
    const owner = await createMember('owner')
    await record(owner, 'a.b')
    await act(owner.org.id, 'system', null, 'Somebody')
    expect(actions(await get(owner, '?actor=system'))).toEqual(['n.n'])
    expect((await facetsOf(owner.ctx)).system).toBe(true)
  })

  it('find a person by part of their name, among many actors and among members', async () => {
    const owner = await createMember('owner')
    const { id } = owner.org
    await asOwner(
      `insert into audit_events (organization_id, action, actor_type, actor_id, actor_name, target_type, target_name)
       select $1, 'n.n', 'user', 'user_' || lpad(i::text, 26, '0'), 'Person ' || i, 'n', 'n' from generate_series(1, 120) i`,
      [id],
    )
    await act(id, 'api_key', 'key_z', 'Nightly export 119')
    const all = await facetsOf(owner.ctx)
    expect([all.actors.length, all.moreActors]).toEqual([100, true])
    const names = async (person: string) => (await facetsOf(owner.ctx, { person })).actors.map(({ name }) => name)
    expect(await names('son 11')).toEqual(expect.arrayContaining(['Person 11', 'Person 119']))
    expect(await names('PERSON 119')).toEqual(['Person 119'])
    expect(await names('119')).toEqual(['Nightly export 119', 'Person 119'])
    expect(await names('100%')).toEqual([])
    // A member who has done nothing.
    expect(await names('test pers')).toEqual([owner.user.name])
    const late = 'key_z'
    const chosen = await facetsOf(owner.ctx, { actor: late })
    expect(chosen.actors.filter((actor) => actor.id === late)).toHaveLength(1)
  })
})

const facetsOf = async (ctx: OrgContext, query = {}) => (await getAuditView(ctx, { limit: 25, ...query })).facets

const act = (organizationId: string, type: string, id: string | null, name: string) =>
  asOwner(
    `insert into audit_events (organization_id, action, actor_type, actor_id, actor_name, target_type, target_name)
     values ($1, 'n.n', $2, $3, $4, 'n', 'n')`,
    [organizationId, type, id, name],
  )
