// Wraps every route handler: authenticates the caller, reads the body within its limits, parses body and query by
// schema, and turns errors into problem+json (RFC 9457). Permissions are checked by the domain function's scoped
// transaction.
import type { z } from 'zod'
import { openSession, sessionCookie, sessionHeader } from '@/lib/auth/session-cookie'
import type { OrgContext, UserContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { readCookie } from '@/lib/requests/cookies'
import { readJson, readQuery, refuseBody } from '@/lib/requests/input'
import { log, loggedPath, reportError } from '@/lib/log'
import type { Access, Description, Method, Route } from '@/lib/openapi/description'
import { verifyBearer } from '@/lib/org-token/verify'
import { routeMethods } from '@/lib/requests/methods'
import { assertSameOrigin, originOf, refusedMethodHeader, requestIdOf } from '@/lib/requests/trust'
import { readIfMatch, toETag, type ExpectedVersion, type Version } from '@/lib/requests/versions'

type Params = Record<string, string>
type RouteContext = { params: Promise<Params> }

/** `expectedVersion`: the versions that If-Match names. */
type Call<Ctx, Body, Query> = {
  ctx: Ctx
  body: Body
  query: Query
  params: Params
  request: Request
  expectedVersion: ExpectedVersion
}

type Operation<Ctx> = Description & {
  run: (call: Call<Ctx, unknown, unknown>) => Promise<unknown>
  body?: z.ZodType
  query?: z.ZodType
  response?: z.ZodType
  status: number
  version?: (answer: never) => Version
}

/**
 * Describes one operation of a route. `run` returns the object to send, as `response` describes it, a Response, or
 * nothing (204). `status` is that of a success; `version` reads the ETag's version from the object.
 */
export function operation<Ctx, Body = undefined, Query = undefined, Answer = void>(
  spec: Description & {
    body?: z.ZodType<Body>
    query?: z.ZodType<Query>
    response?: z.ZodType<Answer>
    status?: number
    version?: (answer: NoInfer<Answer>) => Version
    run: (call: Call<Ctx, Body, Query>) => Promise<NoInfer<Answer> | Response>
  },
): Operation<Ctx> {
  return { status: 200, ...spec, run: spec.run as Operation<Ctx>['run'] }
}

type Operations<Ctx> = Partial<Record<Method, Operation<Ctx>>>
type Handler = ((request: Request, context: RouteContext) => Promise<Response>) & { route: Route }

/** For anyone. A browser's request from another site is refused all the same. */
export const publicRoute = (operations: Operations<object>) =>
  handlers('public', operations, async (request) => {
    if (isMutation(request)) assertSameOrigin(request.headers, { required: hasSessionCookie(request) })
    return {}
  })

/** For a signed-in browser, without an organization. */
export const userRoute = (operations: Operations<UserContext>) => handlers('user', operations, authenticateSession)

/**
 * For a caller in an organization: by bearer token, or by cookie in the session's active organization. A request that
 * also names an organization by `X-Organization` is refused by the access check if it is a different one.
 */
export const orgRoute = (operations: Operations<OrgContext>) =>
  handlers('org', operations, async (request): Promise<OrgContext> => {
    const authorization = request.headers.get('authorization')
    const claimedOrganization = request.headers.get('x-organization')
    if (authorization !== null) return { ...(await verifyBearer(authorization)), claimedOrganization }
    return { ...(await authenticateSession(request)), organization: null, tokenId: null, claimedOrganization }
  })

/** The user and session of a browser's cookie, not yet checked; null without one. For calls that anyone may make. */
export const findContext = (request: Request): Promise<UserContext | null> => openSession(readSessionCookie(request))

async function authenticateSession(request: Request): Promise<UserContext> {
  const ctx = await findContext(request)
  if (!ctx) throw new AppError('unauthenticated')
  if (isMutation(request)) assertSameOrigin(request.headers, { required: true })
  return ctx
}

function handlers<Ctx extends object>(
  access: Access,
  operations: Operations<Ctx>,
  authenticate: (request: Request) => Promise<Ctx>,
) {
  const allowed = Object.keys(operations) as Method[]
  const allow = [...allowed, ...(operations.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const answer = async (request: Request, context: RouteContext) => {
    const method = (request.method === 'HEAD' ? 'GET' : request.method) as Method
    const found = Object.hasOwn(operations, method) ? operations[method] : undefined
    const requestId = requestIdOf(request.headers)
    try {
      if (request.headers.has(refusedMethodHeader)) throw new AppError('method_not_allowed')
      if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
      if (!found) throw new AppError('method_not_allowed')
      return await perform(found, request, context, authenticate, requestId)
    } catch (error) {
      const response = problem(error, request, requestId)
      if (response.status === 405) response.headers.set('allow', allow)
      return response
    }
  }
  const handle: Handler = Object.assign(answer, { route: { access, operations } })
  return Object.fromEntries(routeMethods.map((method) => [method, handle])) as Record<
    (typeof routeMethods)[number],
    Handler
  >
}

async function perform<Ctx extends object>(
  operation: Operation<Ctx>,
  request: Request,
  context: RouteContext,
  authenticate: (request: Request) => Promise<Ctx>,
  requestId: string,
): Promise<Response> {
  const origin = originOf(request.headers, requestId)
  const ctx = { ...(await authenticate(request)), origin }
  const query = operation.query ? readQuery(request, operation.query) : undefined
  const body = await readBody(operation, request)
  const expectedVersion = readIfMatch(request.headers.get('if-match'))
  const result = await operation.run({ ctx, body, query, params: await context.params, request, expectedVersion })
  if (result instanceof Response) return result
  if (result === undefined) return new Response(null, { status: 204, headers: privateHeaders })
  const etag = operation.version && { etag: toETag(operation.version(result as never)) }
  return Response.json(result, { status: operation.status, headers: { ...privateHeaders, ...etag } })
}

/** An answer that replaces the cookie of a session, of which the former one has ended. Without a `body` a 204. */
export async function keptResponse(kept: UserContext, body?: object): Promise<Response> {
  const headers = { ...privateHeaders, 'set-cookie': await sessionHeader(kept) }
  return body ? Response.json(body, { headers }) : new Response(null, { status: 204, headers })
}

// A handler that reads the body by itself limits it, too. Any other body must be the described one, or none.
async function readBody(operation: Pick<Operation<never>, 'body' | 'rawHandler'>, request: Request): Promise<unknown> {
  if (operation.body) return readJson(request, operation.body)
  if (isMutation(request) && !operation.rawHandler) await refuseBody(request)
}

const privateHeaders = { 'cache-control': 'private, no-store', vary: 'authorization, cookie' }

// Refusals that tell of an attack: wrong credentials or tokens, what is forbidden, and limits.
const reported = new Set([401, 403, 429])

/** In: the thrown value. Out: the problem document; a defect is logged and answered without its message. */
export function problem(thrown: unknown, request: Request, instance: string = requestIdOf(request.headers)): Response {
  const error = thrown instanceof AppError ? thrown : new AppError('internal_error', { cause: thrown })
  const { method, url } = request
  const describe = () => ({
    request_id: instance,
    code: error.code,
    path: loggedPath(url),
    method,
    ip: originOf(request.headers).ip,
  })
  if (error.code === 'internal_error') reportError(error.cause, describe())
  else if (error.status >= 500) log.error({ ...describe(), err: error.cause }, 'request failed')
  if (reported.has(error.status)) log.warn({ ...describe(), status: error.status }, 'request refused')
  const { code, status, title, message: detail, errors } = error
  const headers = new Headers({ ...privateHeaders, 'content-type': 'application/problem+json' })
  if (status === 401)
    headers.set('www-authenticate', code === 'invalid_token' ? `Bearer error="invalid_token"` : 'Bearer')
  if (error.retryAfterSeconds !== undefined) headers.set('retry-after', String(error.retryAfterSeconds))
  const body = {
    type: `urn:problem:${code}`,
    title,
    status,
    detail,
    code,
    instance: `urn:uuid:${instance}`,
    ...(errors && { errors }),
  }
  return new Response(JSON.stringify(body), { status, headers })
}

const isMutation = (request: Request): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(request.method)

const hasSessionCookie = (request: Request): boolean => readSessionCookie(request) !== undefined

const readSessionCookie = (request: Request): string | undefined => readCookie(request.headers, sessionCookie().name)
