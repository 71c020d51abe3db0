// A request takes a place when its body has arrived. Else whoever sends a body slowly, or never, would keep the place from others.

// More than any route takes, so that the application never waits for the rest of a body that it accepts (lib/pictures/upload.ts).
export const mostBytes = 2.25 * 1024 * 1024
// Of all bodies that are on their way. One that comes in a single packet does not count.
const mostHeldBytes = 64 * 1024 * 1024
// What a piece costs besides its bytes.
const pieceBytes = 512
// A larger body is refused by the application. Some of the framework's ways read it to its end before: that takes no longer than this.
const restMs = 5_000

/** Out: `arrive` and `limitRest`. */
export function createBodies(limits = {}) {
  const most = { mostBytes, mostHeldBytes, restMs, ...limits }
  let heldBytes = 0

  /**
   * Resolves when the whole body can be read without waiting, or more of it than any route takes, or the client has left. Out: false if
   * there is no room for it.
   */
  function arrive(request) {
    if (!hasBody(request)) return Promise.resolve(true)
    const pieces = []
    let [length, cost] = [0, 0]
    return new Promise((resolve) => {
      const end = (isHeld) => {
        request.off('readable', read).off('close', leave)
        heldBytes -= cost
        if (length > 0 && !request.destroyed) putBack(request, Buffer.concat(pieces))
        resolve(isHeld)
      }
      const leave = () => end(true)
      const read = () => {
        if (request.complete) return end(true)
        const piece = request.read()
        if (!piece) return
        pieces.push(piece)
        length += piece.length
        cost += piece.length + pieceBytes
        heldBytes += piece.length + pieceBytes
        if (length > most.mostBytes) end(true)
        else if (heldBytes > most.mostHeldBytes) end(false)
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
