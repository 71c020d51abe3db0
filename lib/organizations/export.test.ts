import { createHash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { setAuditRetention } from '@/lib/audit-log/retention'
import { GET as exportRoute } from '@/app/api/v1/organization/export/route'
import { GET as pageRoute } from '@/app/o/[slug]/settings/export/route'
import { endSession } from '@/lib/accounts/sessions'
import { getEnv } from '@/lib/env'
import { invite } from '@/lib/invitations/send'
import { isForReading, permissions } from '@/lib/permissions/catalogue'
import { resources, tableOf, type Resource } from '@/lib/resources'
import { createRole } from '@/lib/roles/commands'
import {
  ageSignIn,
  apiRequest,
  asOwner,
  browserRequest,
  countStatements,
  createMember,
  send,
  uniqueEmail,
  uniqueSlug,
  memberRequest,
} from '@/lib/testing/fixtures'
import { unzip } from '@/lib/testing/archives'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { createNote, noteResource } from '@/lib/testing/notes'
import { png } from '@/lib/testing/pictures'
import { exportedTables, leftOut } from './export-tables'
import { setLogo } from './logo'
import { updateOrganization } from './commands'
import { offerOwnership } from './transfer'

// With one more resource, so that the tests cover a fork that adds one.
vi.mock('@/lib/resources', async (importOriginal) => {
  const original = await importOriginal<{ resources: readonly Resource[] }>()
  const { noteResource } = await import('@/lib/testing/notes')
  return { ...original, resources: [...original.resources, noteResource] }
})

// Only their own tests know how to fill these.
const tablesOfOthers = resources.filter((resource) => resource !== noteResource).map(tableOf)

type Member = Awaited<ReturnType<typeof createMember>>
type Row = Record<string, unknown>

/** An organization with a row in every table except those of other resources; each row names the organization. */
async function busy(mark: string) {
  const owner = await createMember('owner')
  const { ctx, org } = owner
  const colleague = await createMember('member', org)
  await updateOrganization(ctx, { name: mark, slug: uniqueSlug() })
  await createNote(ctx, { name: `${mark} note` })
  await createRole(ctx, { name: `${mark} role`, permissions: ['org:read'] })
  await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
  const key = await createKey(ctx, { role: 'admin' })
  await offerOwnership(ctx, { user_id: colleague.user.id })
  await setLogo(ctx, () => png())
  await setAuditRetention(ctx, { days: 365 })
  return { ...owner, colleague, key }
}

const ask = async ({ ctx }: Member) =>
  exportRoute(await memberRequest(ctx, 'GET', '/api/v1/organization/export'), { params: Promise.resolve({}) })

async function download(member: Member) {
  const response = await ask(member)
  expect(response.status).toBe(200)
  const files = unzip(Buffer.from(await response.arrayBuffer()))
  const rows = (name: string) => JSON.parse(files[`${name}.json`]!) as Row[]
  return { response, files, rows, manifest: JSON.parse(files['manifest.json']!) }
}

const fill = (organizationId: string, count: number) =>
  asOwner(
    `insert into notes (organization_id, id, name) select $1, 'note_' || lpad(n::text, 8, '0'), 'P' || n from generate_series(1, $2) n`,
    [organizationId, count],
  )

// Random bytes, which deflate cannot compress: far more than the buffers of streams hold.
const fillHeavily = (organizationId: string) =>
  asOwner(
    `insert into notes (organization_id, id, name, description)
     select $1, 'note_z' || lpad(n::text, 8, '0'), 'P' || n, md5(n || 'a') || md5(n || 'b') || md5(n || 'c') || md5(n || 'd') || md5(n || 'e') || md5(n || 'f')
     from generate_series(1, 20000) n`,
    [organizationId],
  )

describe('the export of an organization', () => {
  it('A348 is complete: a file for every table, and the row counts', async () => {
    const owner = await busy('CNRY-A')
    const { response, files, rows, manifest } = await download(owner)
    expect(response.headers.get('content-type')).toBe('application/zip')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="org-[\w-]+\.zip"$/)
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(Object.keys(files)).toEqual([...exportedTables.map(({ name }) => `${name}.json`), 'manifest.json'])
    for (const { name } of exportedTables) {
      if (!tablesOfOthers.includes(name)) expect(rows(name).length, name).toBeGreaterThan(0)
      expect(manifest.rows[name], name).toBe(rows(name).length)
    }
    expect(rows('organization')).toMatchObject([{ id: owner.org.id, name: 'CNRY-A', logo_url: expect.any(String) }])
    expect(
      rows('members')
        .map(({ email }) => email)
        .sort(),
    ).toEqual([owner.user.email, owner.colleague.user.email].sort())
    expect(rows('notes')).toMatchObject([{ name: 'CNRY-A note', archived_at: null, created_by: owner.user.id }])
    const events = rows('audit_events')
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events.at(-1)).toMatchObject({ action: 'organization.exported', actor_id: owner.user.id })
    for (const [index, { previous_hash }] of events.entries())
      expect(previous_hash).toBe(index === 0 ? '' : events[index - 1]!.hash)
  })

  it('A016 G2 contains nothing of another organization, and no secret', async () => {
    const [a, b] = [await busy('CNRY-A'), await busy('CNRY-B')]
    const text = JSON.stringify((await download(a)).files)
    for (const foreign of ['CNRY-B', b.org.id, b.user.email, b.key.id]) expect(text).not.toContain(foreign)
    const hashes = await asOwner<{ hash: string }>(
      `select token_hash as hash from invitations where organization_id = $1
       union all select secret_hash from api_keys where organization_id = $1
       union all select encode(bytes, 'base64') from organization_logos where organization_id = $1`,
      [a.org.id],
    )
    expect(hashes).toHaveLength(3)
    const secret = createHash('sha256').update(a.key.secret).digest('hex')
    for (const hidden of [...hashes.map(({ hash }) => hash), a.key.secret, secret]) expect(text).not.toContain(hidden)
    for (const column of ['secret_hash', 'token_hash', 'password_hash', 'bytes']) expect(text).not.toContain(column)
  })

  it('covers every table of an organization, or gives the reason why not', async () => {
    const tables = await asOwner<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
    )
    const known = [...exportedTables.map(({ name, table }) => table ?? name), ...Object.keys(leftOut)]
    expect(known.sort()).toEqual(['organizations', ...tables.map(({ name }) => name)].sort())
    for (const reason of Object.values(leftOut)) expect(reason.length).toBeGreaterThan(20)
  })

  /** Waits until the export sends no more statements during fifty other queries of the database. */
  async function untilQuiet(statements: string[]) {
    const byUs = 'select 1 as round'
    const count = () => statements.filter((text) => text !== byUs).length
    for (let rounds = 0, before = count(); rounds < 50; rounds++, before = count()) {
      await asOwner(byUs)
      if (count() !== before) rounds = 0
    }
  }

  it('contains every row of a large table once, and reads no faster than the client', async () => {
    const owner = await createMember('owner')
    await fill(owner.org.id, 2_345)
    const { rows } = await download(owner)
    expect(new Set(rows('notes').map(({ id }) => id)).size).toBe(2_345)
    await fillHeavily(owner.org.id)
    const { statements } = countStatements()
    const reader = (await ask(owner)).body!.getReader()
    await reader.read()
    await untilQuiet(statements)
    const batches = statements.filter((text) => text.includes('from notes')).length
    expect(batches).toBeLessThan(20)
    await reader.cancel()
    await untilQuiet(statements)
    expect(statements.filter((text) => text.includes('from audit_events where organization_id'))).toEqual([])
  })

  it.each<[string, (owner: Member) => Promise<unknown>]>([
    ['the session', ({ session }) => endSession(session.sessionId)],
    ['the permission', ({ user }) => asOwner(`update memberships set role = 'reader' where user_id = $1`, [user.id])],
  ])('breaks off, and is not a complete file, when %s ends meanwhile', async (_what, end) => {
    const owner = await createMember('owner')
    await createMember('owner', owner.org)
    await createRole(owner.ctx, { name: 'Reader', permissions: permissions.filter(isForReading) })
    await fillHeavily(owner.org.id)
    const reader = (await ask(owner)).body!.getReader()
    await reader.read()
    await end(owner)
    const drain = async () => {
      while (!(await reader.read()).done);
    }
    await expect(drain()).rejects.toThrow()
  })
})

describe('access to the export', () => {
  it('A348 requires a recent sign-in, and so excludes API keys', async () => {
    const owner = await createMember('owner')
    const request = await memberRequest(owner.ctx, 'GET', '/')
    await ageSignIn(owner.session.sessionId)
    const stale = await send(exportRoute, request)
    expect([stale.status, stale.body.code]).toEqual([403, 'reauth_required'])
    const admin = await createMember('owner')
    const token = await tokenOf(await createKey(admin.ctx, { role: 'admin' }))
    const program = await send(exportRoute, apiRequest('GET', '/', undefined, { authorization: `Bearer ${token}` }))
    expect([program.status, program.body.code]).toEqual([403, 'reauth_required'])
    const events = await asOwner(
      `select 1 from audit_events where organization_id = any($1) and action = 'organization.exported'`,
      [[owner.org.id, admin.org.id]],
    )
    expect(events).toEqual([])
  })

  it('refuses a request from another site, and a person of another organization', async () => {
    const [owner, stranger] = [await createMember('owner'), await createMember('owner')]
    const visit = async (member: Member, headers: Record<string, string>) => {
      const request = await browserRequest(member.session, 'GET', '/')
      request.headers.delete('origin')
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
      return (await pageRoute(request, { params: Promise.resolve({ slug: owner.org.slug }) })).status
    }
    expect(await visit(owner, { 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await visit(owner, { 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await visit(owner, {})).toBe(403)
    expect(await visit(stranger, { 'sec-fetch-site': 'same-origin' })).toBe(404)
  })

  it('refuses a link from another site in the API, too, and starts no export for a HEAD request', async () => {
    const owner = await createMember('owner')
    await asOwner('update sessions set active_organization_id = $2 where id = $1', [
      owner.session.sessionId,
      owner.org.id,
    ])
    const visit = async (method: string, site: string) => {
      const request = await browserRequest(owner.session, method, '/api/v1/organization/export')
      request.headers.delete('origin')
      request.headers.set('sec-fetch-site', site)
      const response = await exportRoute(request, { params: Promise.resolve({}) })
      await response.body?.cancel()
      return response.status
    }
    expect([await visit('GET', 'cross-site'), await visit('HEAD', 'same-origin')]).toEqual([403, 200])
    const exported = `select 1 from audit_events where organization_id = $1 and action = 'organization.exported'`
    expect(await asOwner(exported, [owner.org.id])).toEqual([])
    expect(await visit('GET', 'same-origin')).toBe(200)
    expect(await asOwner(exported, [owner.org.id])).toHaveLength(1)
  })

  it('is limited in rate', async () => {
    const owner = await createMember('owner')
    const statuses: number[] = []
    for (let i = 0; i < Math.round(10 * getEnv().RATE_LIMIT_SCALE) + 1 && i < 30; i++) {
      const response = await ask(owner)
      statuses.push(response.status)
      await response.body?.cancel()
    }
    expect(statuses.at(-1)).toBe(429)
  })
})
