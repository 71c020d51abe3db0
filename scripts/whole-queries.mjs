// The embedded database has one backend for all connections, and its socket server hands it one protocol message at a
// time: between our Parse and our Bind another connection's Parse can come, and we would run its statement. So the messages
// of an extended query are kept until the one that ends it, and handed over as one.

// Parse, Bind, Describe, Execute, Close; Sync or Flush ends them (PostgreSQL protocol 3.0, 55.2.3).
const parts = new Set([...'PBDEC'].map((letter) => letter.charCodeAt(0)))

/** In: a PGLiteSocketServer that has not started. From then on no query of one connection mixes with another's. */
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
