// A page that failed because the database was away is not our mistake (500) but a matter of moments (503): it says so, and asks again. One
// that failed because the request is no form, though it says so, is the client's (400).
import { busyAnswer, emptyAnswer } from './refusals.mjs'

/**
 * Replaces the framework's error page if the application has noted one of the two while it answered this request. Call it before the
 * response is written. In: what lib/db/answering.ts writes to.
 */
export function answerOutages(request, response, state) {
  const { writeHead, write, end } = response
  let isReplaced = false
  const isNoted = () => state.isUnavailable || state.isUnreadable
  response.writeHead = function (status, ...rest) {
    if (status !== 500 || !isNoted() || request.url.startsWith('/api/')) return writeHead.call(this, status, ...rest)
    isReplaced = true
    const { headers, body } = state.isUnavailable ? busyAnswer(request) : emptyAnswer()
    for (const name of this.getHeaderNames()) if (name !== 'x-request-id') this.removeHeader(name)
    this.statusMessage = ''
    writeHead.call(this, state.isUnavailable ? 503 : 400, { ...headers, 'content-length': Buffer.byteLength(body) })
    end.call(this, request.method === 'HEAD' ? undefined : body)
    return this
  }
  // The framework often writes without a head of its own.
  const isFailing = () => response.statusCode === 500 && isNoted() && !response.headersSent
  response.write = function (...args) {
    if (isFailing()) response.writeHead(500)
    return isReplaced || write.apply(this, args)
  }
  response.end = function (...args) {
    if (isFailing()) response.writeHead(500)
    return isReplaced ? this : end.apply(this, args)
  }
}
