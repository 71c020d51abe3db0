// A page that failed because the database was away is not our mistake (500) but a matter of moments (503): it says so, and asks again.
import { busyAnswer } from './refusals.mjs'

/**
 * Replaces the framework's error page if the application has noted an outage while it answered this request. Call it before the
 * response is written. In: what lib/db/answering.ts writes to.
 */
export function answerOutages(request, response, state) {
  const { writeHead, write, end } = response
  let isReplaced = false
  response.writeHead = function (status, ...rest) {
    if (status !== 500 || !state.isUnavailable || request.url.startsWith('/api/'))
      return writeHead.call(this, status, ...rest)
    isReplaced = true
    const { headers, body } = busyAnswer(request)
    for (const name of this.getHeaderNames()) if (name !== 'x-request-id') this.removeHeader(name)
    this.statusMessage = ''
    writeHead.call(this, 503, { ...headers, 'content-length': Buffer.byteLength(body) })
    end.call(this, request.method === 'HEAD' ? undefined : body)
    return this
  }
  // The framework often writes without a head of its own.
  const isFailing = () => response.statusCode === 500 && state.isUnavailable && !response.headersSent
  response.write = function (...args) {
    if (isFailing()) response.writeHead(500)
    return isReplaced || write.apply(this, args)
  }
  response.end = function (...args) {
    if (isFailing()) response.writeHead(500)
    return isReplaced ? this : end.apply(this, args)
  }
}
