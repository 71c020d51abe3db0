// The plans of the statements that every request sends, as Postgres makes them while the code runs, with the policies of its
// role and inside the functions that it calls. None may read a large table from end to end. This file has its own database,
// which is filled and loses indexes.
import fs from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { MemberContext } from './session'
import type { Resource } from '@/lib/resources'
import { setup } from '../../scripts/test-database.mjs'

vi.mock('@/lib/resources', async (importOriginal) => {
  const original = await importOriginal<{ resources: readonly Resource[] }>()
  const { noteResource } = await import('@/lib/testing/notes')
  return { ...original, resources: [...original.resources, noteResource] }
})

// Postgres' own module reports the plans; the embedded database does not have it.
const onServer = Boolean(process.env.TEST_DATABASE_URL)
const stop = onServer ? await setup() : async () => {}
const { asOwner, endTesting } = await import('@/lib/testing/fixtures')
const { database } = await import('./client')
const { authorizeOrg, authorizeUser } = await import('./authorize')
const { listAuditEvents } = await import('@/lib/audit-log/queries')
const { countActivity } = await import('@/lib/audit-log/activity')
const { getAuditView } = await import('@/lib/audit-log/view')
const { listApiKeys } = await import('@/lib/api-keys/queries')
const { acceptMyInvitation } = await import('@/lib/invitations/answer')
const { invite } = await import('@/lib/invitations/send')
const { listInvitations } = await import('@/lib/invitations/queries')
const { listGrantors } = await import('@/lib/members/grantors')
const { getMember, listMembers } = await import('@/lib/members/queries')
const { getOverview } = await import('@/lib/organizations/overview')
const { listMyOrganizations } = await import('@/lib/organizations/queries')
const { switchOrganization } = await import('@/lib/organizations/switching')
const { issueOrgToken } = await import('@/lib/org-token/issue')
const { listNotes } = await import('@/lib/testing/notes')

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  'Actual Loops': number
  'Actual Rows': number
  'Rows Removed by Filter'?: number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}
type Explained = { 'Query Text': string; Plan: Plan }

const numbered = (kind: string, n: number) => `${kind}_${String(n).padStart(26, '0')}`
// Person 1, the owner of organization 2.
const person = { userId: numbered('user', 1), sessionId: numbered('sess', 1), cookieVersion: 1 }
const owner = { ...person, organization: 'company-2', tokenId: null }
const key = { apiKeyId: numbered('key', 1), organization: numbered('org', 2), tokenId: null }

type Work = Record<string, () => Promise<unknown>>

// These people are in no organization of the tests, and each is invited once.
let invited = 10_100

async function inviteAndAccept(ctx: MemberContext): Promise<void> {
  const guest = ++invited
  const { id } = await invite(ctx, { email: `person${guest}@example.com`, role: 'viewer' })
  await acceptMyInvitation(
    { userId: numbered('user', guest), sessionId: numbered('sess', guest), cookieVersion: 1 },
    id,
  )
}

const workIn = (ctx: MemberContext): Work => ({
  'the access check of a session': () => authorizeOrg(ctx),
  'the members by name': () => listMembers(ctx, { limit: 50, sort: 'name' }),
  'the members of a role by time': () => listMembers(ctx, { limit: 50, sort: 'joined', role: 'member' }),
  'the members who match a word': () => listMembers(ctx, { limit: 50, sort: 'name', query: 'person 1' }),
  'one member': () => getMember(ctx, person.userId),
  'the invitations': () => listInvitations(ctx, { limit: 50 }),
  'the pending invitations': () => listInvitations(ctx, { limit: 50, status: 'pending' }),
  'the records of a resource': () => listNotes(ctx, { limit: 50 }),
  'the overview': () => getOverview(ctx),
  'the audit log': () => listAuditEvents(ctx, { limit: 50 }),
  'the events of a person': () => listAuditEvents(ctx, { limit: 50, actor: person.userId }),
  'the audit page': () => getAuditView(ctx, { limit: 25 }),
  'the activity of a month': () => countActivity(ctx),
  'who can give a permission': async () => listGrantors(await authorizeOrg(ctx)),
  'an invitation and its acceptance': () => inviteAndAccept(ctx),
})

const hot: Work = {
  ...workIn(owner),
  'the access check of a token': () => authorizeOrg({ ...owner, tokenId: numbered('tok', 1) }),
  'the access check of an API key': () => listMembers(key, { limit: 50, sort: 'name' }),
  'the check of a person': () => authorizeUser(person),
  'a token': () => issueOrgToken(owner),
  'the switch of the organization': () => switchOrganization(person, 'company-2'),
  'the organizations of a person': () => listMyOrganizations(person),
  'the API keys': () => listApiKeys(owner, { limit: 50 }),
  'the events of a kind in a time': () =>
    listAuditEvents(owner, { limit: 50, action: 'note.', from: new Date(0), to: new Date() }),
}

let explained: Explained[] = []
let large: string[] = []

// A table of 20,000 rows or one of its indexes has more blocks, and a page of 50 rows touches fewer.
const mostBlocks = 110

// A list shows 50 rows, and the overview counts at most a thousand.
const mostRows = 1_100

/** The nodes that read more rows of a table than that, however few blocks they are in. */
async function longScans(work: () => Promise<unknown>): Promise<string[]> {
  await wholeScans(work)
  return explained
    .flatMap(({ Plan: plan }) => nodesOf(plan))
    .filter((node) => node['Node Type'].endsWith('Scan') && node['Relation Name'] && rowsOf(node) > mostRows)
    .map((node) => `${node['Node Type']} of ${node['Relation Name']}, ${rowsOf(node)} rows`)
}

const rowsOf = (node: Plan): number =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']

/** The large tables that `work` reads from end to end, or an index of theirs, each with the node of the plan. */
async function wholeScans(work: () => Promise<unknown>): Promise<string[]> {
  explained = []
  await work()
  // Without a plan nothing was watched.
  expect(explained.length).toBeGreaterThan(0)
  return explained
    .flatMap(({ Plan: plan }) => nodesOf(plan))
    .filter((node) => large.includes(node['Relation Name'] ?? '') && isWhole(node))
    .map((node) => `${node['Node Type']} of ${node['Relation Name']}`)
}

// Without an index that begins with the right column, Postgres may also read all of another index.
function isWhole(node: Plan): boolean {
  const blocks = node['Shared Hit Blocks'] + node['Shared Read Blocks']
  if (!node['Node Type'].endsWith('Scan')) return false
  return node['Node Type'] === 'Seq Scan' || blocks / Math.max(node['Actual Loops'], 1) > mostBlocks
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

function keep({ message = '' }: { message?: string }) {
  const at = message.indexOf('plan:\n')
  if (at >= 0) explained.push(JSON.parse(message.slice(at + 'plan:\n'.length)) as Explained)
}

async function explainAll() {
  const [row] = await asOwner<{ name: string }>('select current_database() as name')
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  }
  for (const [setting, value] of Object.entries(settings))
    await asOwner(`alter database ${row!.name} set ${setting} = '${value}'`)
}

describe.runIf(onServer)('a statement that requests send reads no large table from end to end', () => {
  beforeAll(async () => {
    await asOwner(fs.readFileSync(new URL('../testing/many-rows.sql', import.meta.url), 'utf8'))
    await explainAll()
    for (const pool of [database().tenant, database().identity])
      pool.on('connect', (client) => void client.on('notice', keep))
    large = (
      await asOwner<{ name: string }>(`select relname as name from pg_class where relkind = 'r' and reltuples >= 20000`)
    ).map(({ name }) => name)
  })
  afterAll(async () => {
    await database().tenant.end()
    await database().identity.end()
    await endTesting()
    await stop()
  })

  it('with tables large enough to notice it', () =>
    expect(large).toEqual(
      expect.arrayContaining(['audit_events', 'invitations', 'memberships', 'notes', 'sessions', 'users']),
    ))

  it.each(Object.entries(hot))('%s', async (_, work) => expect(await wholeScans(work)).toEqual([]))

  it.each(Object.entries(workIn({ ...owner, organization: 'company-20000' })))(
    'nor a large organization among many small ones: %s',
    async (_, work) => expect(await longScans(work)).toEqual([]),
  )

  // With few rows, or one session for each person, several indexes cost the same. A plan that was kept then could later read all
  // tokens of an organization or all sessions of a person.
  it.each([
    ['the access check of a token', 'org_tokens'],
    ['the access check of a token', 'sessions'],
    ['the check of a person', 'sessions'],
  ])('nor does a plan that was made for few rows: %s finds each of the %s by its id', async (name, table) => {
    await asOwner('truncate org_tokens')
    explained = []
    // Without its row, the check of the token ends with 401.
    await hot[name]!().catch(() => {})
    const nodes = explained.flatMap(({ Plan: plan }) => nodesOf(plan)).filter((node) => node['Relation Name'] === table)
    expect(nodes).not.toEqual([])
    expect(nodes.filter((node) => !node['Index Cond']?.includes('(id = '))).toEqual([])
  })

  it('and one that does is noticed, in a statement and inside a function', async () => {
    await asOwner('drop index memberships_user_id_idx')
    expect(await wholeScans(hot['the organizations of a person']!)).toContain('Index Scan of memberships')
    await asOwner('drop index organizations_slug_key')
    expect(await wholeScans(hot['the access check of a session']!)).toContain('Seq Scan of organizations')
    await asOwner('alter table notes drop constraint notes_pkey')
    await asOwner('drop index notes_organization_id_created_at_id_idx')
    expect(await wholeScans(hot['the records of a resource']!)).toContain('Seq Scan of notes')
  })
})
