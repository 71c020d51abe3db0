// Wraps every OAuth endpoint: a form in, JSON out, errors in the format of RFC 6749, section 5.2. It reads no cookie
// and allows no other site (CORS): a caller sends a secret or token in the request itself, so a forged form gains
// nothing, and programs need no Origin.
import { z } from 'zod'
import type { Origin } from '@/lib/db/session'
import { log, reportError } from '@/lib/log'
import type { Proof, Route } from '@/lib/openapi/description'
import { routeMethods } from '@/lib/requests/methods'
import { clientNetwork, originOf, refusedMethodHeader, requestIdOf } from '@/lib/requests/trust'
import { OAuthError, toOAuthError } from './errors'
import { readForm, type OAuthForm } from './form'

export type OAuthCall = { form: OAuthForm; authorization: string | null; origin: Origin; network: string }

const allow = 'POST, OPTIONS'
// RFC 6749, section 5.1, requires both.
const uncached = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** An endpoint's description: its parameters and its answer; without a `response` an empty 200. */
type Endpoint = {
  summary: string
  description: string
  form: z.ZodType
  response?: z.ZodType
  proofs?: Proof[]
}

const refusal = {
  schema: z.object({ error: z.string().meta({ example: 'invalid_request' }), error_description: z.string() }),
  statuses: {
    400: 'invalid_request, invalid_scope, invalid_target, unauthorized_client, unsupported_grant_type',
    401: 'invalid_client',
    429: 'rate_limited',
  },
}

/** `run` returns the object to send, or nothing for an empty 200, as RFC 7009 requires. */
export function oauthRoute(
  { summary, description, form, response, proofs = ['client'] }: Endpoint,
  run: (call: OAuthCall) => Promise<object | void>,
) {
  const rawHandler = {
    body: form,
    bodyType: 'application/x-www-form-urlencoded',
    refusal,
    proofs,
    emptyStatus: 200,
  } as const
  const route: Route = {
    access: 'public',
    operations: { POST: { summary, description, status: 200, response, rawHandler } },
  }
  const answer = async (request: Request): Promise<Response> => {
    const isUnknown = request.headers.has(refusedMethodHeader)
    if (request.method === 'OPTIONS' && !isUnknown) return new Response(null, { status: 204, headers: { allow } })
    const requestId = requestIdOf(request.headers)
    try {
      if (request.method !== 'POST') throw new OAuthError('invalid_request', 'Send a form by POST.', { status: 405 })
      const result = await run({
        form: await readForm(request),
        authorization: request.headers.get('authorization'),
        origin: originOf(request.headers, requestId),
        network: clientNetwork(request.headers),
      })
      return result ? Response.json(result, { headers: uncached }) : new Response(null, { headers: uncached })
    } catch (thrown) {
      return refuse(toOAuthError(thrown), request, requestId)
    }
  }
  const handle = Object.assign(answer, { route })
  return Object.fromEntries(routeMethods.map((method) => [method, handle])) as Record<
    (typeof routeMethods)[number],
    typeof handle
  >
}

function refuse(error: OAuthError, request: Request, requestId: string): Response {
  const { code, status, message, retryAfterSeconds, cause } = error
  if (status >= 500) {
    const path = new URL(request.url).pathname
    const about = { request_id: requestId, code, path, method: request.method }
    if (status === 500) reportError(cause, about)
    else log.error({ ...about, err: cause }, 'request failed')
  }
  const headers = new Headers(uncached)
  if (status === 401) headers.set('www-authenticate', 'Basic realm="oauth", charset="UTF-8"')
  if (status === 405) headers.set('allow', allow)
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  return Response.json({ error: code, error_description: message }, { status, headers })
}
