// Sends an answer in few pieces. Each piece is a call of the operating system, and the framework makes three of the smallest answer: the
// head, the body and its end.

/** Holds back what is written until the event loop goes on, or the answer ends. Call it before others replace `write`. */
export function joinWrites(response) {
  for (const method of ['flushHeaders', 'write']) {
    const original = response[method]
    response[method] = function (...args) {
      hold(this.socket)
      return original.apply(this, args)
    }
  }
}

function hold(socket) {
  if (!socket || socket.writableCorked > 0) return
  socket.cork()
  setImmediate(() => socket.uncork())
}
