// A file that a browser saves instead of showing, and nobody on the way keeps. It is made while it is sent, and only as fast
// as the client takes it.
import type { Readable } from 'node:stream'

/** In: what makes its content, what it is called (plain ASCII, without quotes) and what it is. */
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

// A failure on the way breaks the connection off: a file that is cut short must not look whole. Not Readable.toWeb, which
// throws where nobody can catch it once the client has gone.
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
