// A request takes a place when its body has arrived. Else whoever sends a body slowly, or never, would keep the place from others.
import { networkOf } from './callers.mjs'

// More than any route takes, so that the application never waits for the rest of a body that it accepts (lib/pictures/upload.ts).
export const mostBytes = 2.25 * 1024 * 1024
// Of all bodies that are on their way or wait for a place, and of those from one network. One that comes in a single packet does not count.
const mostHeldBytes = 64 * 1024 * 1024
const mostFromNetworkBytes = 32 * 1024 * 1024
// What a piece costs besides its bytes.
const pieceBytes = 512
// A larger body is refused by the application. Some code paths of the framework read it to the end first: they get this time.
const restMs = 5_000

/** Out: `arrive` and `limitRest`. */
export function createBodies(limits = {}) {
  const most = { mostBytes, mostHeldBytes, mostFromNetworkBytes, restMs, ...limits }
  let heldBytes = 0
  const byNetwork = new Map()

  function count(network, bytes) {
    heldBytes += bytes
    const held = (byNetwork.get(network) ?? 0) + bytes
    if (held === 0) byNetwork.delete(network)
    else byNetwork.set(network, held)
    return heldBytes <= most.mostHeldBytes && held <= most.mostFromNetworkBytes
  }

  /**
   * Resolves when the whole body can be read without waiting, or more of it than any route takes, or the client has left. Out: a
   * function to call when the request has its place or gets none; null if there is no room for the body.
   */
  async function arrive(request) {
    if (!hasBody(request)) return () => {}
    // Reading an empty body that is complete would end the stream: its events come only to readers of the application.
    await new Promise((resolve) => process.nextTick(resolve))
    if (request.complete || request.destroyed) return () => {}
    const network = networkOf(request)
    const pieces = []
    let [length, cost] = [0, 0]
    const release = () => {
      count(network, -cost)
      cost = 0
    }
    return new Promise((resolve) => {
      const end = (isHeld) => {
        request.off('readable', read).off('close', leave)
        if (length > 0 && !request.destroyed) putBack(request, Buffer.concat(pieces))
        if (!isHeld) release()
        resolve(isHeld ? release : null)
      }
      const leave = () => end(true)
      const read = () => {
        if (request.complete) return end(true)
        const piece = request.read()
        if (!piece) return
        pieces.push(piece)
        length += piece.length
        cost += piece.length + pieceBytes
        const hasRoom = count(network, piece.length + pieceBytes)
        if (length > most.mostBytes) end(true)
        else if (!hasRoom) end(false)
      }
      request.on('readable', read).on('close', leave)
    })
  }

  /** Closes the connection of a request whose body goes on and on. Call it when the request takes a place. */
  function limitRest(request, response) {
    if (request.complete || !hasBody(request)) return
    const { socket } = request
    const timer = setTimeout(() => request.complete || response.writableEnded || socket.destroy(), most.restMs)
    response.once('close', () => clearTimeout(timer))
  }

  return { arrive, limitRest }
}

const hasBody = ({ headers }) => headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0

// As if nobody had read it: `new Request` takes no body of which something was read, and Node tells it by this symbol.
function putBack(request, data) {
  request.unshift(data)
  request[Symbol.for('nodejs.stream.disturbed')] = false
}
