// Opening a page with a session cookie skips middleware.ts: the hop costs a tenth of the page, and has nothing left to check, because
// the page reads the session itself. What the hop would give the page, it gets here: its policy and its path, and none of the
// headers that only we may set. Everything else, and every page where this is not installed, goes through the middleware.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { newPagePolicy } from './page-policy'
import { internalHeaders, pagePathHeader, preparedPageHeader, sessionCookies, signedInPages } from './trust'

const readMethods = ['GET', 'HEAD']
// Routes that take a picture, and are no pages.
const upload = /^\/(?:o\/[^/]+\/settings\/logo|account\/picture)$/

/** Prepares a request that skips the middleware. Deletes the mark of a client. */
export function prepareSignedInPage(request: IncomingMessage, response: ServerResponse): void {
  const { headers } = request
  delete headers[preparedPageHeader]
  if (!readMethods.includes(request.method ?? '') || !hasSessionCookie(headers.cookie)) return
  const { pathname, search } = urlOf(request.url)
  if (!signedInPages.test(pathname) || upload.test(pathname)) return
  for (const name of internalHeaders) delete headers[name]
  const policy = newPagePolicy()
  headers['content-security-policy'] = policy
  headers[pagePathHeader] = pathname + search
  headers[preparedPageHeader] = '1'
  response.setHeader('content-security-policy', policy)
}

const hasSessionCookie = (cookies = ''): boolean =>
  cookies.split(/; */).some((cookie) => sessionCookies.some((name) => cookie.startsWith(`${name}=`)))

// Without the parameter that Next adds when its script asks for a page.
function urlOf(url = ''): URL {
  const parsed = new URL(URL.canParse(url, 'http://page') ? url : '/', 'http://page')
  if (parsed.searchParams.has('_rsc')) parsed.searchParams.delete('_rsc')
  return parsed
}
