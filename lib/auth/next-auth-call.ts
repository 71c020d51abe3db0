// Calls next-auth's own endpoints as a server of the Pages Router would: everything that it reads is passed in.
import NextAuth, { type AuthOptions } from 'next-auth'

type NextAuthCall = {
  /** What follows /api/auth/ in the path. */
  path: string[]
  method: string
  headers?: Record<string, string>
  query?: Record<string, string>
  cookies?: Record<string, string>
  /** The fields of a form. */
  body?: Record<string, unknown> | undefined
}

export async function callNextAuth(options: AuthOptions, { path, query, ...call }: NextAuthCall): Promise<Response> {
  const headers = new Headers()
  let status = 200
  let sent: unknown = null
  const response = {
    status: (code: number) => ((status = code), response),
    getHeader: (name: string) => (name === 'Set-Cookie' ? headers.getSetCookie() : headers.get(name)),
    setHeader: (name: string, value: string | string[]) => {
      headers.delete(name)
      for (const each of [value].flat()) headers.append(name, each)
      return response
    },
    send: (body: unknown) => (sent = body),
    json: (body: unknown) => {
      headers.set('content-type', 'application/json')
      sent = body
    },
    end: () => {},
  }
  const request = { headers: {}, cookies: {}, ...call, query: { ...query, nextauth: path } }
  await NextAuth(request as never, response as never, options)
  const isJson = headers.get('content-type')?.startsWith('application/json')
  return new Response(isJson ? JSON.stringify(sent) : (sent as string | null), { status, headers })
}
