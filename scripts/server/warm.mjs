// Asks for a few pages before the server listens: the first requests load and compile most of the code, and a balancer would send a new
// instance its full share at once.
import http from 'node:http'

const paths = ['/sign-in', '/api/ready', '/organizations', '/sign-in']

/** In: the framework's request handler. A page that fails is no reason not to start. */
export async function warm(handle) {
  const server = http.createServer((request, response) => void handle(request, response))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${server.address().port}`
  for (const path of paths)
    await fetch(base + path, { redirect: 'manual' })
      .then((response) => response.arrayBuffer())
      .catch(() => {})
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
