// Factories for tests. They write as the owner of the tables and bypass row-level security, so that a test sets up data
// and then reads it through scoped transactions. Every test creates its own organization: tests run in parallel and
// clean up nothing.
import { Client, escapeLiteral, Pool } from 'pg'
import { expect, onTestFinished } from 'vitest'
import type { RoleKey } from '@/lib/permissions/roles'
import type { ProvenPerson } from '@/lib/auth/proven-person'
import { openSession, sealSession, sessionCookie } from '@/lib/auth/session-cookie'
import type { MemberContext, UserContext } from '@/lib/db/session'
import { getEnv } from '@/lib/env'
import type { Route } from '@/lib/openapi/description'
import { issueOrgToken } from '@/lib/org-token/issue'
import { expectDescribed } from './answers'

const owner = new Pool({ connectionString: process.env.TEST_OWNER_URL, max: 2 })
// A test file with its own database stops it before this pool ends.
owner.on('error', () => {})

/**
 * Runs one statement as the owner of the tables. On a real server the owner must be superuser, because forced policies
 * bind it otherwise.
 */
export async function asOwner<Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await owner.query(sql, values)).rows as Row[]
}

/** The database's time, in ms since 1970. */
export async function databaseNow(): Promise<number> {
  const [row] = await asOwner<{ now: Date }>('select clock_timestamp() as now')
  return row!.now.getTime()
}

/** Closes the pool, for a test that creates and removes its own database. */
export const endTesting = (): Promise<void> => owner.end()

let counter = 0
// Starts with a letter, so that no prefix search of a test finds it by chance.
export const unique = () => `u${process.pid.toString(36)}${Date.now().toString(36)}${(counter++).toString(36)}`

export const uniqueEmail = () => `person-${unique()}@example.com`
export const uniqueSlug = () => `org-${unique()}`

export async function createUser({
  email = uniqueEmail(),
  name = 'Test Person',
  verified = true,
  passwordHash = '',
} = {}) {
  const [row] = await asOwner<{ id: string }>(
    `insert into users (name, email, password_hash, email_verified_at)
     values ($1, $2, nullif($3, ''), case when $4 then now() end) returning id`,
    [name, email, passwordHash, verified],
  )
  return { id: row!.id, email, name }
}

/** A person as they are after their proof. */
export async function proven(userId: string): Promise<ProvenPerson> {
  const [row] = await asOwner<{ epoch: number }>('select session_epoch as epoch from users where id = $1', [userId])
  return { userId, epoch: row!.epoch }
}

export async function createSession(userId: string): Promise<UserContext> {
  const [row] = await asOwner<{ id: string }>(
    `insert into sessions (user_id, amr, expires_at) values ($1, '{pwd}', now() + interval '1 day') returning id`,
    [userId],
  )
  return { userId, sessionId: row!.id, cookieVersion: 1 }
}

/** Moves a session's sign-in time into the past. */
export const ageSignIn = (sessionId: string, minutes = 60) =>
  asOwner('update sessions set authenticated_at = now() - make_interval(mins => $2) where id = $1', [
    sessionId,
    minutes,
  ])

export async function createOrg({ slug = uniqueSlug(), name = 'Test Organization' } = {}) {
  const [row] = await asOwner<{ id: string }>('insert into organizations (slug, name) values ($1, $2) returning id', [
    slug,
    name,
  ])
  return { id: row!.id, slug, name }
}

export async function addMember(organizationId: string, userId: string, role: string): Promise<void> {
  await asOwner('insert into memberships (organization_id, user_id, role) values ($1, $2, $3)', [
    organizationId,
    userId,
    role,
  ])
}

/** Deletes all memberships of an organization, without the trigger that keeps an owner. */
export async function endMemberships(organizationId: string): Promise<void> {
  await owner.query(
    `begin; set local session_replication_role = replica;
     delete from memberships where organization_id = ${escapeLiteral(organizationId)}; commit`,
  )
}

/** Creates a signed-in person with a role, in a new organization unless one is given. */
export async function createMember(role: RoleKey, org?: { id: string; slug: string; name: string }) {
  const organization = org ?? (await createOrg())
  const user = await createUser()
  await addMember(organization.id, user.id, role)
  const session = await createSession(user.id)
  const ctx: MemberContext & { organization: string } = {
    ...{ userId: user.id, sessionId: session.sessionId, organization: organization.id, tokenId: null },
    // Of the same browser as `session`, whose cookie a confirmation replaces.
    get cookieVersion() {
      return session.cookieVersion
    },
    set cookieVersion(version) {
      session.cookieVersion = version
    },
  }
  return { user, org: organization, session, ctx }
}

const browsers = new WeakMap<Request, UserContext>()

/** A request as a browser with this session sends it from our own pages. `send` gives the session a cookie that replaces its own. */
export async function browserRequest(session: UserContext, method: string, path: string, body?: unknown) {
  const request = apiRequest(method, path, body, {
    cookie: `${sessionCookie().name}=${await sealSession(session)}`,
    origin: getEnv().APP_URL,
  })
  browsers.set(request, session)
  return request
}

async function keepCookie(session: UserContext | undefined, headers: Headers): Promise<void> {
  const { name } = sessionCookie()
  const value = headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`))
  const kept = await openSession(value?.split(/[=;]/)[1])
  if (session && kept?.sessionId === session.sessionId) session.cookieVersion = kept.cookieVersion
}

/** The same in the member's organization, which it makes the session's active one. */
export async function memberRequest(ctx: MemberContext, method: string, path: string, body?: unknown) {
  const activate = 'update sessions set active_organization_id = $2 where id = $1'
  await asOwner(activate, [ctx.sessionId, ctx.organization])
  return browserRequest(ctx, method, path, body)
}

export async function bearerRequest(
  ctx: MemberContext,
  method: string,
  path: string,
  body?: unknown,
): Promise<Request> {
  const { access_token } = await issueOrgToken(ctx)
  return apiRequest(method, path, body, { authorization: `Bearer ${access_token}` })
}

export const apiRequest = (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Request =>
  new Request(new URL(path, getEnv().APP_URL), {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })

type Handler = ((request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>) & {
  route?: Route
}

/** Calls a route handler and compares the answer with its description. Out: status, headers and the parsed JSON. */
export async function send(handler: Handler, request: Request, params: Record<string, string> = {}) {
  const response = await handler(request, { params: Promise.resolve(params) })
  await keepCookie(browsers.get(request), response.headers)
  const text = await response.text()
  const type = response.headers.get('content-type')
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are checked field by field
  const body = (/json/.test(type ?? '') ? JSON.parse(text) : undefined) as any
  const hasParameters = Object.keys(params).length > 0
  expectDescribed(handler.route, request.method, hasParameters, { status: response.status, type, body })
  return { status: response.status, headers: response.headers, body, text }
}

/** Expects an error with a code. */
export const expectCode = (work: Promise<unknown>, code: string) =>
  expect(work).rejects.toMatchObject({ name: 'AppError', code })

/** Expects that Postgres refuses a statement for lack of a grant. */
export const expectNoGrant = (work: Promise<unknown>, table: string) =>
  expect(work).rejects.toMatchObject({
    name: 'MissingGrant',
    message: expect.stringContaining(`permission denied for table ${table} (`),
  })

/** Records the statements that this process sends to Postgres until the test ends. */
export function countStatements(): { statements: string[] } {
  const statements: string[] = []
  const original = Client.prototype.query
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    const [query] = args as [string | { text: string; first?: { text: string }[] }]
    const all = typeof query === 'string' ? [query] : [...(query.first ?? []), query].map(({ text }) => text)
    statements.push(...all.filter((text) => !['begin', 'reset all'].includes(text)))
    return Reflect.apply(original, this, args) as never
  } as typeof original
  onTestFinished(() => {
    Client.prototype.query = original
  })
  return { statements }
}
