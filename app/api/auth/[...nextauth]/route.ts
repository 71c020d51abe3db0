import { NextRequest } from 'next/server'
import { firstPage } from '@/app/(auth)/first-page'
import { confirmWith, connect, signInWith } from '@/lib/accounts/connections'
import { endSession, signIn } from '@/lib/accounts/sessions'
import { handleAuth } from '@/lib/auth/next-auth'
import { pendingHeader, SecondFactorPending, secondStepPath } from '@/lib/auth/pending-sign-in'
import { AppError } from '@/lib/errors'
import { findFlow } from '@/lib/auth/provider-flow'
import { problem } from '@/lib/http'
import { assertSameOrigin, refusedMethodHeader } from '@/lib/requests/trust'

const allow = 'GET, HEAD, POST, OPTIONS'

const handle = async (request: Request, context: Parameters<typeof handleAuth>[1]): Promise<Response> => {
  try {
    // next-auth checks its own double-submit token. A request with a foreign Origin is refused before that.
    if (request.method === 'POST') assertSameOrigin(request.headers, { required: false })
    return await handleAuth(request, context, { signIn, signInWith, connect, confirmWith, endSession, firstPage })
  } catch (error) {
    if (error instanceof SecondFactorPending) return await startSecondStep(error, request)
    return problem(error, request)
  }
}

// A provider leads the browser here by GET, so the browser is led on; a program gets the problem and the cookie.
async function startSecondStep(error: SecondFactorPending, request: Request): Promise<Response> {
  const flow = await findFlow(new NextRequest(request.url, { headers: request.headers }))
  const answer =
    request.method === 'GET'
      ? new Response(null, { status: 303, headers: { location: secondStepPath(flow?.returnTo) } })
      : problem(error, request)
  answer.headers.append('set-cookie', pendingHeader(error.secret))
  return answer
}

async function refuse(request: Request): Promise<Response> {
  const response = problem(new AppError('method_not_allowed'), request)
  response.headers.set('allow', allow)
  return response
}

const describeMethods = async (request: Request): Promise<Response> =>
  request.headers.has(refusedMethodHeader) ? refuse(request) : new Response(null, { status: 204, headers: { allow } })

export {
  handle as GET,
  handle as HEAD,
  handle as POST,
  refuse as PUT,
  refuse as PATCH,
  refuse as DELETE,
  describeMethods as OPTIONS,
}
