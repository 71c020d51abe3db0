// Answers with a file that browsers save and proxies do not cache. It is produced while it is sent, and only as fast as
// the client downloads.
import type { Readable } from 'node:stream'

/** In: the content, the file name (plain ASCII, without quotes) and its type. */
export const download = (
  content: AsyncGenerator<string> | Readable,
  { name, type }: { name: string; type: string },
): Response =>
  new Response(toStream(content), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      vary: 'authorization, cookie',
    },
  })

// An error breaks the connection, so that a partial file does not look complete. Not Readable.toWeb, which throws an
// uncatchable error once the client has disconnected.
function toStream(content: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const parts = content[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { value, done } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
      },
      cancel: async () => void (await parts.return?.()),
    },
    { highWaterMark: 1 },
  )
}
