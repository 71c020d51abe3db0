import { endSession, signIn } from '@/lib/accounts/sessions'
import { handleAuth } from '@/lib/auth/next-auth'
import { pendingHeader, SecondFactorPending, secondStepPath } from '@/lib/auth/pending-sign-in'
import { AppError } from '@/lib/errors'
import { problem } from '@/lib/http'
import { assertSameOrigin, refusedMethodHeader } from '@/lib/requests/trust'

const allow = 'GET, HEAD, POST, OPTIONS'

const handle = async (request: Request, context: Parameters<typeof handleAuth>[1]): Promise<Response> => {
  try {
    // next-auth checks its own double-submit token. A request with a foreign Origin is refused before that.
    if (request.method === 'POST') assertSameOrigin(request.headers, { required: false })
    return await handleAuth(request, context, { signIn, endSession })
  } catch (error) {
    if (error instanceof SecondFactorPending) return startSecondStep(error, request)
    return problem(error, request)
  }
}

// A provider leads the browser here by GET, so the browser is led on; a program gets the problem and the cookie.
function startSecondStep(error: SecondFactorPending, request: Request): Response {
  const answer =
    request.method === 'GET'
      ? new Response(null, { status: 303, headers: { location: secondStepPath(request.headers) } })
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
