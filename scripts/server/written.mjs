// When the work on an answer is over, and only its client keeps it open. A client that reads slowly, or not at all, must not keep a
// place from others.

// An answer that has waited for its client for so long in all is given up as work: the rest is passed on piece by piece.
const slowReaderMs = 1_000
// A connection on which nothing moves for this time, while an answer waits to be read, is closed.
const unreadMs = 25_000

/**
 * Calls `done`, perhaps more than once, when the work on an answer is over: it is written, or its client reads it slowly, or it is a
 * stream, which stays open and costs nothing while it is silent.
 */
export function onceWritten(response, done, limits = {}) {
  const { write, end, writeHead } = response
  const most = { slowReaderMs, unreadMs, ...limits }
  let isStream = false
  let patienceMs = most.slowReaderMs
  let since
  let timer

  // Of the answers that wait on a connection the one that has its socket decides.
  const limitUnread = (isWaiting) => response.socket?.setTimeout(isWaiting && !isStream ? most.unreadMs : 0)
  response.on('socket', () => limitUnread(response.writableEnded))

  response.on('drain', () => {
    if (response.writableEnded) return
    limitUnread(false)
    if (timer) patienceMs -= performance.now() - since
    clearTimeout(timer)
    timer = undefined
  })
  // The framework gives the type either beforehand or with the head.
  response.writeHead = function (...args) {
    const { 'content-type': type = this.getHeader('content-type') } = Object(args.at(-1))
    isStream = String(type).startsWith('text/event-stream')
    if (isStream) done()
    return writeHead.apply(this, args)
  }
  response.write = function (...args) {
    const isTaken = write.apply(this, args)
    if (!isTaken && !isStream && !response.writableEnded) {
      limitUnread(true)
      if (!timer) since = performance.now()
      timer ??= setTimeout(done, Math.max(0, patienceMs))
    }
    return isTaken
  }
  response.end = function (...args) {
    if (!response.writableEnded) {
      limitUnread(true)
      clearTimeout(timer)
      done()
    }
    return end.apply(this, args)
  }
  response.once('close', () => {
    clearTimeout(timer)
    done()
  })
}
