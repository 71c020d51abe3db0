import { whileHeld } from '@/lib/testing/locks'
import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { POST as restoreRoute } from '@/app/api/organizations/[id]/restore/route'
import { GET as paletteRoute } from '@/app/api/session/palette/route'
import { DELETE } from '@/app/api/v1/organization/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { setAuditRetention } from '@/lib/audit-log/retention'
import { authorizeOrg } from '@/lib/db/authorize'
import { issueApiKeyToken } from '@/lib/db/issue-token'
import { acceptMyInvitation, listMyInvitations, previewInvitation } from '@/lib/invitations/answer'
import { invite } from '@/lib/invitations/send'
import { issueOrgToken } from '@/lib/org-token/issue'
import { listMyOrganizations } from './queries'
import {
  ageSignIn,
  apiRequest,
  asOwner,
  browserRequest,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  send,
  uniqueEmail,
  uniqueSlug,
  memberRequest,
} from '@/lib/testing/fixtures'
import { resources, tableOf } from '@/lib/resources'
import { createNote, getNote } from '@/lib/testing/notes'
import { deleteOrganization, findRestorable, listDeletedOrganizations, restoreOrganization } from './deletion'
import { updateOrganization } from './commands'
import { purgeDue } from './purge'
import { offerOwnership } from './transfer'

const age = (id: string, days: number) =>
  asOwner('update organizations set deleted_at = now() - make_interval(days => $2) where id = $1', [id, days])

const addKey = async (organizationId: string, createdBy: string) => {
  const secretHash = createHash('sha256').update(uniqueSlug()).digest('hex')
  const [row] = await asOwner<{ id: string }>(
    `insert into api_keys (organization_id, name, role, permissions, secret_hash, prefix, created_by)
     values ($1, 'Key', 'member', '{}', $2, 'x', $3) returning id`,
    [organizationId, secretHash, createdBy],
  )
  return { id: row!.id, secretHash }
}

/** The tables that contain any of these texts in a row, in any column. */
async function tablesNaming(texts: string[]): Promise<string[]> {
  const tables = await asOwner<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  const search = tables.map(
    ({ name }) => `select '${name}' as name where exists (select 1 from "${name}" t, unnest($1::text[]) word
      where strpos(to_jsonb(t)::text, word) > 0)`,
  )
  return (await asOwner<{ name: string }>(search.join(' union all '), [texts])).map(({ name }) => name)
}

/** Runs `work` while the row of an organization cannot be deleted. */
async function keepingStuck(id: string, work: () => Promise<unknown>): Promise<void> {
  await asOwner(
    `create function keep_stuck() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$`,
  )
  await asOwner(
    `create trigger keep_stuck before delete on organizations for each row when (old.id = '${id}') execute function keep_stuck()`,
  )
  try {
    await work()
  } finally {
    await asOwner('drop trigger keep_stuck on organizations; drop function keep_stuck()')
  }
}

/** Counts the transactions of jobs in an organization until the test ends. */
function countTransactions(id: string): () => number {
  const spy = vi.spyOn(Client.prototype, 'query')
  onTestFinished(() => spy.mockRestore())
  const isOne = ([query]: unknown[]) => {
    const { text, values } = query as { text?: string; values?: unknown[] }
    return !!text?.includes('assume_context') && values?.[0] === id && values[1] === 'system'
  }
  return () => spy.mock.calls.filter(isOne).length
}

describe('deleting an organization', () => {
  it('A040 A149 ends access for its members, tokens, keys and invitations at once', async () => {
    const { ctx, org, session, user } = await createMember('owner')
    const invited = await createUser({ email: uniqueEmail() })
    await invite(ctx, { email: invited.email, role: 'member' })
    const [mail] = await asOwner<{ text: string }>('select text from emails where "to" = $1', [invited.email])
    const key = await addKey(org.id, user.id)
    const keyToken = await issueApiKeyToken(key, 60, null)
    const { access_token } = await issueOrgToken(ctx, { activate: true })
    await deleteOrganization(ctx)

    await expectCode(authorizeOrg(ctx), 'not_found')
    await expectCode(authorizeOrg({ ...ctx, organization: org.slug }), 'not_found')
    await expectCode(authorizeOrg({ ...ctx, organization: null }), 'no_active_organization')
    await expectCode(issueOrgToken(ctx), 'not_found')
    await expectCode(issueApiKeyToken(key, 60, null), 'invalid_token')
    const asKey = { apiKeyId: key.id, organization: org.id, tokenId: keyToken.tokenId }
    await expectCode(authorizeOrg(asKey), 'invalid_token')
    const bearer = apiRequest('GET', '/api/v1/me', undefined, { authorization: `Bearer ${access_token}` })
    expect((await send(meRoute, bearer)).status).toBe(401)
    expect(await listMyOrganizations(session)).toEqual([])
    const theirs = await createSession(invited.id)
    expect(await listMyInvitations(theirs)).toEqual([])
    const destinations = await browserRequest(theirs, 'GET', '/api/session/palette')
    expect((await send(paletteRoute, destinations)).body.invitations).toBe(0)
    const secret = /invitations\/([\w-]{43})/.exec(mail!.text)![1]!
    await expectCode(previewInvitation(secret, new Headers()), 'organization_deleted')
    const live = await asOwner('select 1 from org_tokens where organization_id = $1 and revoked_at is null', [org.id])
    expect(live).toEqual([])
  })

  it.runIf(process.env.TEST_DATABASE_URL)(
    'admits no one through an invitation that is accepted meanwhile',
    async () => {
      const { ctx, org } = await createMember('owner')
      const user = await createUser()
      const session = await createSession(user.id)
      const { id } = await invite(ctx, { email: user.email, role: 'member' })
      const deletion = 'update organizations set deleted_at = now() where id = $1'
      const [accepted] = await whileHeld(deletion, [org.id], () => [acceptMyInvitation(session, id)])
      expect(accepted).toMatchObject({ reason: { name: 'AppError', code: 'not_found' } })
      expect(await asOwner('select 1 from memberships where user_id = $1', [user.id])).toEqual([])
    },
  )

  it('A213 requires an owner with a fresh sign-in', async () => {
    const { ctx, session, org } = await createMember('owner')
    const admin = await createMember('admin', org)
    const refused = await send(DELETE, await memberRequest(admin.ctx, 'DELETE', '/api/v1/organization'))
    expect(refused.body).toMatchObject({ status: 403, code: 'insufficient_permissions' })
    await ageSignIn(session.sessionId)
    const stale = await send(DELETE, await memberRequest(ctx, 'DELETE', '/api/v1/organization'))
    expect(stale.body).toMatchObject({ status: 403, code: 'reauth_required' })
    await ageSignIn(session.sessionId, 1)
    expect((await send(DELETE, await memberRequest(ctx, 'DELETE', '/api/v1/organization'))).status).toBe(204)
  })
})

describe('restoring an organization', () => {
  it('A030 is possible for its owners only, within 30 days', async () => {
    const { ctx, org, session } = await createMember('owner')
    const admin = await createMember('admin', org)
    const stranger = await createMember('owner')
    const note = await createNote(ctx, { name: 'Kept' })
    await deleteOrganization(ctx)
    expect(await listDeletedOrganizations(session)).toMatchObject([{ id: org.id, slug: org.slug }])
    for (const other of [admin, stranger]) {
      expect(await listDeletedOrganizations(other.session)).toEqual([])
      await expectCode(restoreOrganization(other.session, org.id), 'not_found')
    }
    // The slug stays taken.
    await expectCode(updateOrganization(stranger.ctx, { slug: org.slug }), 'slug_taken')
    await age(org.id, 31)
    expect(await listDeletedOrganizations(session)).toEqual([])
    await expectCode(restoreOrganization(session, org.id), 'not_found')
    await age(org.id, 29)
    const path = `/api/organizations/${org.id}/restore`
    const restored = await send(restoreRoute, await browserRequest(session, 'POST', path), { id: org.id })
    expect([restored.status, restored.body.slug]).toEqual([200, org.slug])
    expect((await authorizeOrg(ctx)).org.id).toBe(org.id)
    const events = await asOwner<{ action: string }>(
      `select action from audit_events where organization_id = $1 and action like 'organization.%' order by sequence`,
      [org.id],
    )
    expect(events.map(({ action }) => action)).toEqual(['organization.deleted', 'organization.restored'])
    expect((await getNote(ctx, note.id)).name).toBe('Kept')
    await expectCode(restoreOrganization(session, stranger.org.id), 'not_found')
  })

  it('is offered at its address to its owners only, while they can', async () => {
    const { ctx, org, session } = await createMember('owner')
    const others = [await createMember('admin', org), await createMember('owner')]
    expect(await findRestorable(session, org.slug)).toBeNull()
    await deleteOrganization(ctx)
    expect(await findRestorable(session, org.slug)).toMatchObject({ id: org.id, name: org.name })
    for (const slug of ['nothing-here', others[1]!.org.slug]) expect(await findRestorable(session, slug)).toBeNull()
    for (const other of others) expect(await findRestorable(other.session, org.slug)).toBeNull()
    await age(org.id, 31)
    expect(await findRestorable(session, org.slug)).toBeNull()
  })
})

describe('purging an organization', () => {
  it('leaves only a record without names', async () => {
    const named = await createOrg({ name: `Doomed ${uniqueSlug()}` })
    const { ctx, org, session, user } = await createMember('owner', named)
    const member = await createMember('member', org)
    const email = uniqueEmail()
    await invite(ctx, { email, role: 'member' })
    await createNote(ctx, { name: 'Gone' })
    await addKey(org.id, user.id)
    await asOwner(
      `insert into roles (organization_id, key, name, permissions) values ($1, 'auditor', 'Auditor', '{}')`,
      [org.id],
    )
    await asOwner(`update memberships set role = 'auditor' where organization_id = $1 and user_id = $2`, [
      org.id,
      member.user.id,
    ])
    await asOwner(`insert into organization_logos (organization_id, hash, bytes) values ($1, 'x', '\\x00')`, [org.id])
    await offerOwnership(ctx, { user_id: member.user.id })
    const slug = uniqueSlug()
    await updateOrganization(ctx, { slug })
    await issueOrgToken(ctx, { activate: true })
    await setAuditRetention(ctx, { days: 365 })
    const kept = await createMember('owner')
    await deleteOrganization(ctx)
    await purgeDue()
    const tables = await asOwner<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
    )
    const rowsIn = async (name: string) =>
      (
        await asOwner<{ count: number }>(`select count(*)::int as count from ${name} where organization_id = $1`, [
          org.id,
        ])
      )[0]!.count
    expect(await tablesNaming([org.id])).toContain('audit_events')
    expect(await tablesNaming([org.name])).toContain('emails')
    // Shows that the check below looks at rows: every table of tenants has one, except those of resources, which only their
    // own tests can fill. That they go too is what lib/db/guards.test.ts says of every table.
    const ofResources = resources.map(tableOf)
    for (const { name } of tables) if (!ofResources.includes(name)) expect(await rowsIn(name), name).toBeGreaterThan(0)
    await age(org.id, 31)
    expect(await purgeDue()).toBeGreaterThanOrEqual(1)

    for (const { name } of tables) expect(await rowsIn(name), name).toBe(0)
    // Neither in those nor in any other table, whatever its columns are called: not by its id, its name, or a former slug.
    expect(await tablesNaming([org.id, org.name, org.slug, slug])).toEqual([])
    expect(
      await asOwner('select 1 from emails where "to" = any($1)', [[email, user.email, member.user.email]]),
    ).toEqual([])
    const [active] = await asOwner('select active_organization_id as id from sessions where id = $1', [
      session.sessionId,
    ])
    expect(active).toEqual({ id: null })
    const hash = createHash('sha256').update(org.id).digest('hex')
    const records = await asOwner<{ counts: object }>(
      'select * from purged_organizations where organization_hash = $1',
      [hash],
    )
    expect(records).toHaveLength(1)
    expect(records[0]!.counts).toMatchObject({ memberships: 2, invitations: 1, notes: 1, api_keys: 1 })
    // One number for each table of tenants, whatever tables exist.
    expect(Object.keys(records[0]!.counts).sort()).toEqual(tables.map(({ name }) => name).sort())
    for (const secret of [org.id, org.name, org.slug, user.id]) expect(JSON.stringify(records)).not.toContain(secret)
    expect((await authorizeOrg(kept.ctx)).org.id).toBe(kept.org.id)
  })

  it('removes a large organization in parts, and counts all rows', async () => {
    const { ctx, org } = await createMember('owner')
    for (let i = 0; i < 3; i++) {
      await createNote(ctx, { name: 'Gone' })
      await issueOrgToken(ctx)
    }
    await deleteOrganization(ctx)
    const transactions = countTransactions(org.id)
    await purgeDue(2)
    expect(transactions()).toBe(0)
    await age(org.id, 31)
    const left = async () =>
      (
        await asOwner(
          `select (select count(*)::int from org_tokens where organization_id = $1) as tokens,
            (select count(*)::int from audit_events where organization_id = $1) as events`,
          [org.id],
        )
      )[0]
    expect(await left()).toEqual({ tokens: 3, events: 5 })
    // A finished part stays removed although the last one fails: each is a transaction of its own.
    await keepingStuck(org.id, () => expect(purgeDue(2)).rejects.toThrow(/of \d+ failed/))
    expect(await left()).toEqual({ tokens: 0, events: 1 })
    // Two tokens; one token and two events; two events; the organization.
    expect(transactions()).toBe(4)
    await purgeDue(2)
    expect(transactions()).toBe(5)
    await purgeDue(2)
    expect(transactions()).toBe(5)
    const hash = createHash('sha256').update(org.id).digest('hex')
    const [record] = await asOwner('select counts from purged_organizations where organization_hash = $1', [hash])
    expect(record).toMatchObject({ counts: { audit_events: 5, notes: 3 } })
  })

  it('continues with other organizations when one cannot be purged', async () => {
    const [stuck, other] = [await createMember('owner'), await createMember('owner')]
    for (const { ctx, org } of [stuck, other]) {
      await deleteOrganization(ctx)
      await age(org.id, org === stuck.org ? 400 : 31)
    }
    const left = () => asOwner('select id from organizations where id = any($1)', [[stuck.org.id, other.org.id]])
    await keepingStuck(stuck.org.id, async () => {
      await expect(purgeDue()).rejects.toThrow(/of \d+ failed/)
      expect(await left()).toEqual([{ id: stuck.org.id }])
    })
    await purgeDue()
    expect(await left()).toEqual([])
  })

  it.runIf(process.env.TEST_DATABASE_URL)('happens once when several servers try it', async () => {
    const due = await Promise.all(Array.from({ length: 4 }, () => createMember('owner')))
    for (const { ctx, org } of due) {
      await deleteOrganization(ctx)
      await age(org.id, 31)
    }
    await Promise.all([purgeDue(), purgeDue(), purgeDue()])
    await purgeDue()
    const hashes = due.map(({ org }) => createHash('sha256').update(org.id).digest('hex'))
    const records = await asOwner('select 1 from purged_organizations where organization_hash = any($1)', [hashes])
    expect(records).toHaveLength(4)
  })
})
