import { connect, signInWith } from '@/lib/accounts/connections'
import { endSession, signIn } from '@/lib/accounts/sessions'
import { handleAuth } from '@/lib/auth/next-auth'
import { AppError } from '@/lib/errors'
import { problem } from '@/lib/http'
import { assertSameOrigin, refusedMethodHeader } from '@/lib/requests/trust'

const allow = 'GET, HEAD, POST, OPTIONS'

const handle = async (request: Request, context: Parameters<typeof handleAuth>[1]): Promise<Response> => {
  try {
    // next-auth checks its own double-submit token. A request with a foreign Origin is refused before that.
    if (request.method === 'POST') assertSameOrigin(request.headers, { required: false })
    return await handleAuth(request, context, { signIn, signInWith, connect, endSession })
  } catch (error) {
    return problem(error, request)
  }
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
