/** In: the bytes of a drawn picture and the name under which it is saved. Out: the answer to its URL. */
export const pictureAnswer = (bytes: Uint8Array<ArrayBuffer>, filename: string): Response =>
  new Response(bytes, {
    headers: {
      'content-type': 'image/webp',
      // It is an image in a page. Opened by itself, it must not run anything.
      'content-disposition': `attachment; filename="${filename}"`,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  })
