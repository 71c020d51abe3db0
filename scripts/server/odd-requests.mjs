// Requests on which the framework would fail with 500. They are answered here, or lose the part that it cannot read.
import routerState from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import { refuse } from './refusals.mjs'

const stateHeader = 'next-router-state-tree'
const preconditions = ['if-match', 'if-unmodified-since']
const readMethods = ['GET', 'HEAD']
const range = /^bytes=(?:\d+-\d*|-\d+)$/
// A file of the root, such as /favicon.ico.
const rootFile = /^\/[\w.-]+\.(?:ico|png|svg|txt|xml|webmanifest|json)(?:\?|$)/

/** Answers a request that the framework cannot represent. Out: whether it was one. */
export function answerOddRequest(request, response) {
  const { method, url, headers } = request
  // OPTIONS *, CONNECT's and a proxy's form (RFC 9112, 3.2).
  if (!url.startsWith('/')) return answered(refuse(response, 400))
  // A proxy may have read the other one.
  if (hostsOf(request) > 1) return answered(refuse(response, 400))
  // The data of the pages router, which this product does not use, and the framework's own error page.
  if (/^\/_next\/data\/|^\/_global-error\b/.test(url)) return answered(refuse(response, 404))
  if (rootFile.test(url) && !readMethods.includes(method))
    return answered(refuse(response, 405, { allow: readMethods.join(', ') }))
  const type = headers['content-type'] ?? ''
  if (/^multipart\/form-data\b/i.test(type) && !/;\s*boundary=[^\s;]/i.test(type))
    return answered(refuse(response, 400))
  // Only calls of the API have versions. For a file, the framework takes a mismatch for a failure.
  if (!url.startsWith('/api/')) for (const name of preconditions) delete headers[name]
  // One that is malformed is ignored (RFC 9110, 14.2).
  if (headers.range !== undefined && !range.test(headers.range)) delete headers.range
  // Without it the whole page is rendered.
  if (headers[stateHeader] !== undefined && !isReadable(headers[stateHeader])) delete headers[stateHeader]
  return false
}

const answered = () => true

const hostsOf = ({ rawHeaders }) =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length

function isReadable(header) {
  try {
    routerState.parseAndValidateFlightRouterState(header)
    return true
  } catch {
    return false
  }
}
