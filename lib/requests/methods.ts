// Methods that no route knows: TRACE, WebDAV's and made-up ones. Next cannot represent them and would answer 400 or 500,
// so they arrive as OPTIONS with a mark, and the middleware or the route answers 405. Node itself refuses a method that
// is not registered, before there is a request; that answer is replaced by a 405 here.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { refusedMethodHeader } from './trust'

/** The methods that a route can know. */
export const routeMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const refusal = [
  'HTTP/1.1 405 Method Not Allowed',
  `Allow: ${routeMethods.join(', ')}`,
  'Content-Length: 0',
  'Connection: close',
  '',
  '',
].join('\r\n')

/** Marks a request with a method that no route knows, before Next reads it. */
export function markUnknownMethod(request: IncomingMessage): void {
  delete request.headers[refusedMethodHeader]
  if (routeMethods.some((method) => method === request.method)) return
  request.headers[refusedMethodHeader] = request.method
  request.method = 'OPTIONS'
}

/** Answers methods that Node cannot parse, on all servers of this process. */
export function answerUnparsedMethods(): void {
  const guarded = new WeakSet<Server>()
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: Socket & { server?: Server } }).socket
    if (!server || guarded.has(server)) return
    guarded.add(server)
    guardServer(server)
  })
}

// Not a listener: with one, Node would leave its other refusals (431, 408, 400) to us, too.
function guardServer(server: Server): void {
  const emit = server.emit.bind(server) as (event: string | symbol, ...rest: unknown[]) => boolean
  server.emit = (event: string | symbol, ...rest: unknown[]) => {
    const [error, socket] = rest as [NodeJS.ErrnoException?, Socket?]
    if (event !== 'clientError' || error?.code !== 'HPE_INVALID_METHOD') return emit(event, ...rest)
    socket?.end(refusal)
    return true
  }
}
