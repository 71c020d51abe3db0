// A file that a browser saves instead of showing, and nobody on the way keeps.

/** In: its bytes, what it is called (plain ASCII, without quotes) and what it is. */
export const download = (body: ReadableStream<Uint8Array>, { name, type }: { name: string; type: string }): Response =>
  new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      vary: 'authorization, cookie',
    },
  })
