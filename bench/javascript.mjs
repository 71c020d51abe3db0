// The scripts that a browser downloads to run a page: those in its HTML, compressed as by a server.
import { gzipSync } from 'node:zlib'
import { fetchOne } from './load.mjs'

/** Out: the sum of the gzip sizes in kB (1,000 bytes). Scripts with `nomodule` do not count, because current browsers skip them. */
export async function javascriptKb(port, { path, headers }) {
  const page = await fetchOne(port, { path, headers })
  if (page.status !== 200) throw new Error(`${path} answers ${page.status}`)
  const tags = page.body.toString().match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? []
  const sources = tags.filter((tag) => !/\bnomodule\b/i.test(tag)).map((tag) => /\bsrc="([^"]+)"/.exec(tag)[1])
  let bytes = 0
  for (const source of new Set(sources)) {
    const script = await fetchOne(port, { path: source.replaceAll('&amp;', '&') })
    if (script.status !== 200) throw new Error(`${source} answers ${script.status}`)
    bytes += gzipSync(script.body).length
  }
  return bytes / 1000
}
