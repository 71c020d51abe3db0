// A minimal issuer for tests: it publishes what it is given, by path, and counts the requests.
import http from 'node:http'

/** `published` maps a path to a JSON value, or to the text of a JWT. Change it while it runs. */
export async function startIssuer({ port = 0 } = {}) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  /** @type {Record<string, unknown>} */
  const published = {}
  const issuer = { published, counts, url: '', stop: () => new Promise((resolve) => server.close(resolve)) }
  const server = http.createServer((request, response) => {
    const path = request.url ?? '/'
    counts.set(path, (counts.get(path) ?? 0) + 1)
    response.setHeader('connection', 'close')
    const body = issuer.published[path]
    if (body === undefined) return response.writeHead(404).end()
    const type = typeof body === 'string' ? 'application/statuslist+jwt' : 'application/json'
    response.setHeader('content-type', type).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  issuer.url = `http://127.0.0.1:${server.address().port}`
  return issuer
}
