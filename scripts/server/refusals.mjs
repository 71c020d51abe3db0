// What the server answers by itself, without the framework: too busy, going away, and requests that the framework cannot represent.
import { createHash, randomUUID } from 'node:crypto'
import { everywhere, notAPage } from './security-headers.mjs'

const retryAfterSeconds = 2

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; color: #18181b; background: #fafafa }
@media (prefers-color-scheme: dark) { :root { color: #f4f4f5; background: #09090b } }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 2rem; box-sizing: border-box }
main { max-width: 26rem } h1 { font-size: 1.25rem; margin: 0 0 .5rem } p { margin: 0; opacity: .75 }`

const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

// A page asks again on its own. A form that was sent does not: it would be sent twice.
const pageOf = (again) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Back in a moment</title>${again ? `<meta http-equiv="refresh" content="${retryAfterSeconds}">` : ''}
<style>${style}</style></head><body><main><h1>Back in a moment</h1>
<p>We are restarting or very busy. ${
  again ? 'This page tries again on its own.' : 'Nothing was saved. Go back and send the form again.'
}</p></main></body></html>`

/** In: the request. Out: the headers and the body of "try again in a moment" (RFC 9110, 503), in the form of the request. */
export function busyAnswer({ url, method }) {
  const headers = {
    ...asObject(everywhere),
    'cache-control': 'private, no-store',
    'retry-after': String(retryAfterSeconds),
  }
  if (!isProgram(url))
    return {
      headers: { ...headers, 'content-security-policy': pagePolicy, 'content-type': 'text/html; charset=utf-8' },
      body: pageOf(method === 'GET' || method === 'HEAD'),
    }
  const problem = {
    type: 'urn:problem:unavailable',
    title: 'Service Unavailable',
    status: 503,
    detail: 'We are overloaded or restarting. Try again in a moment.',
    code: 'unavailable',
    instance: `urn:uuid:${randomUUID()}`,
  }
  return {
    headers: { ...headers, ...asObject(notAPage), 'content-type': 'application/problem+json' },
    body: JSON.stringify(problem),
  }
}

/** Refuses a request because too many are worked on, or because the server is going away. */
export function refuseBusy(request, response) {
  const { headers, body } = busyAnswer(request)
  response.writeHead(503, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Headers and body of an answer that says nothing but its status. */
export const emptyAnswer = () => ({ headers: { ...asObject(everywhere), ...asObject(notAPage) }, body: '' })

/** Answers with a status and no content. */
export function refuse(response, status, headers = {}) {
  response.writeHead(status, { ...emptyAnswer().headers, ...headers, 'content-length': 0 })
  response.end()
}

const isProgram = (url) => /^\/(api|\.well-known)\//.test(url)

const asObject = (list) => Object.fromEntries(list.map(({ key, value }) => [key.toLowerCase(), value]))
