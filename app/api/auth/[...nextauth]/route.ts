import { endSession, signIn } from '@/lib/accounts/sessions'
import { handleAuth } from '@/lib/auth/next-auth'
import { problem } from '@/lib/http'
import { assertSameOrigin } from '@/lib/requests/trust'

const handle = async (request: Request, context: Parameters<typeof handleAuth>[1]): Promise<Response> => {
  try {
    // next-auth checks its own double-submit token. A request with a foreign Origin is refused before that.
    if (request.method === 'POST') assertSameOrigin(request.headers, { required: false })
    return await handleAuth(request, context, { signIn, endSession })
  } catch (error) {
    return problem(error, request)
  }
}

export { handle as GET, handle as HEAD, handle as POST }
