// Sends one request, exactly as given, and compares answers.
import http from 'node:http'

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
const timeoutMs = 60_000
const streamMs = 5_000

/** Out: `send`, which answers the status, the headers and the text, and counts what it has sent. */
export function createSender(port) {
  const sender = { requests: 0, send }
  function send({ method = 'GET', path, headers = {}, body }) {
    sender.requests++
    const bytes = body === undefined ? undefined : Buffer.from(body)
    const length = bytes ? { 'content-length': bytes.length } : method === 'POST' ? { 'content-length': 0 } : {}
    return new Promise((resolve, reject) => {
      const options = { agent, host: '127.0.0.1', port, method, path, headers: { ...length, ...headers } }
      const request = http.request(options, (response) => {
        const chunks = []
        // A stream of events does not end: its first event is enough.
        const isStream = /event-stream/.test(response.headers['content-type'])
        if (isStream) setTimeout(() => response.destroy(), streamMs).unref()
        response.on('data', (chunk) => {
          chunks.push(chunk)
          if (isStream && String(chunk).includes('data:')) response.destroy()
        })
        response.once('close', () => resolve(answerOf(response, chunks)))
      })
      request.setTimeout(timeoutMs, () => request.destroy(new Error(`${method} ${path} did not answer.`)))
      request.once('error', reject)
      request.end(bytes)
    })
  }
  return sender
}

const answerOf = ({ statusCode, headers }, chunks) => ({
  status: statusCode,
  headers,
  text: Buffer.concat(chunks).toString('utf8'),
})

/** Whether a method asks for a change. */
export const changing = (method) => !['GET', 'HEAD', 'OPTIONS'].includes(method)

/** A JSON body with its type. */
export const json = (value) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } })

const random =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|nonce="[^"]*"|'nonce-[^']*'|\d{4}-\d\d-\d\dT[\d:.]+Z/g

/** What two answers must have in common. `asked`: what the requests named, which the answers may repeat. */
export function essence({ status, headers, text }, asked = []) {
  if (/zip|octet-stream/.test(headers['content-type'])) return String(status)
  const kept = ['content-type', 'location', 'cache-control', 'www-authenticate'].map((name) => headers[name] ?? '')
  return `${status} ${withoutAsked(kept.join('|'), asked)} ${withoutAsked(text, asked).replaceAll(random, '·')}`
}

/** An answer may repeat what the request itself said. */
export const withoutAsked = (text, asked) =>
  asked
    .filter(Boolean)
    .flatMap((each) => [each, encodeURIComponent(each), JSON.stringify(each).slice(1, -1)])
    .sort((a, b) => b.length - a.length)
    .reduce((rest, each) => rest.replaceAll(each, '§'), text)

/** The code of a problem document, or of the state that a server action returned. */
export const codeOf = ({ text }) => /"code":"([a-z_]+)"/.exec(text)?.[1] ?? ''
