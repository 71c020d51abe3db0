// The embedded database has one backend for all connections, and its socket server passes one protocol message at a time. Between
// the Parse and the Bind of one connection, the Parse of another could arrive, and the first would run the wrong statement. The
// messages of an extended query are therefore collected and passed together.

// Parse, Bind, Describe, Execute, Close; Sync or Flush ends them (PostgreSQL protocol 3.0, 55.2.3).
const parts = new Set([...'PBDEC'].map((letter) => letter.charCodeAt(0)))

/** In: a PGLiteSocketServer that has not started. It changes the server so that queries of different connections do not mix. */
export function keepQueriesWhole(server) {
  const queue = server.queryQueue
  const enqueue = queue.enqueue.bind(queue)
  const clear = queue.clearQueueForHandler.bind(queue)
  const pending = new Map()
  queue.enqueue = (connection, message, onData) => {
    const messages = [...(pending.get(connection) ?? []), message]
    if (parts.has(message[0])) {
      pending.set(connection, messages)
      return Promise.resolve(0)
    }
    pending.delete(connection)
    return enqueue(connection, Buffer.concat(messages), onData)
  }
  queue.clearQueueForHandler = (connection) => {
    pending.delete(connection)
    clear(connection)
  }
}
