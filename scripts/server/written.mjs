// When the work on an answer is over, and only its client keeps it open. A client that reads slowly, or not at all, must not keep a
// place from others.

// An answer that its client has begun to read slowly is given up as work after this time: the rest is passed on piece by piece.
const slowReaderMs = 1_000
// A connection on which nothing moves for this time, while an answer waits to be read, is closed.
const unreadMs = 25_000

/**
 * Calls `done`, perhaps more than once, when the work on an answer is over: it is written, or its client reads it slowly, or it is a
 * stream, which stays open and costs nothing while it is silent.
 */
export function onceWritten({ socket }, response, done, limits = {}) {
  const { write, end, writeHead } = response
  const patience = { slowReaderMs, unreadMs, ...limits }
  let isStream = false
  let timer

  // The framework gives the type either beforehand or with the head.
  response.writeHead = function (...args) {
    const { 'content-type': type = this.getHeader('content-type') } = Object(args.at(-1))
    isStream = String(type).startsWith('text/event-stream')
    if (isStream) done()
    return writeHead.apply(this, args)
  }
  response.write = function (...args) {
    const isTaken = write.apply(this, args)
    if (!isTaken && !isStream) {
      socket.setTimeout(patience.unreadMs)
      timer ??= setTimeout(done, patience.slowReaderMs)
    }
    return isTaken
  }
  response.end = function (...args) {
    clearTimeout(timer)
    if (!isStream) socket.setTimeout(patience.unreadMs)
    done()
    return end.apply(this, args)
  }
  response.once('close', () => {
    clearTimeout(timer)
    done()
  })
}
