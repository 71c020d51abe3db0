// Redirects of the framework have no Cache-Control: to a path without its last slash, and of a request for a page's data to
// the address with its mark (_rsc). A shared cache may store them, so every redirect that says nothing else is private.
import type { ServerResponse } from 'node:http'

const redirects = new Set([301, 302, 303, 307, 308])

/** Call it before the response is written. */
export function keepRedirectsPrivate(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
  response.writeHead = (...args: unknown[]) => {
    if (redirects.has(args[0] as number) && !response.hasHeader('cache-control'))
      response.setHeader('cache-control', 'private, no-store')
    return writeHead(...args)
  }
}
