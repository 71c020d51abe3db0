// Pictures for tests: valid ones, and hostile ones.
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'

export const picture = ({ width = 600, height = 400, background = '#1a7f5a' } = {}) =>
  sharp({ create: { width, height, channels: 4, background } })

export const png = (options?: Parameters<typeof picture>[0]) => picture(options).png().toBuffer()

/** Like a phone's photo: rotated, and with its location. */
export const photo = () =>
  picture()
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Artist: 'CNRY' }, IFD3: { GPSLatitude: '52/1 31/1 12/1' } })
    .toBuffer()

/** A JPEG whose last scan is repeated until it has that many. */
export async function manyScans(count: number): Promise<Buffer> {
  const file = await picture({ width: 64, height: 64 }).jpeg({ progressive: true }).toBuffer()
  const marker = Buffer.from('ffda', 'hex')
  const parts = file.toString('latin1').split(marker.toString('latin1')).length - 1
  const end = file.length - 2
  const scan = file.subarray(file.lastIndexOf(marker), end)
  return Buffer.concat([file.subarray(0, end), ...Array<Buffer>(count - parts).fill(scan), file.subarray(end)])
}

export async function animation(): Promise<Buffer> {
  const frames = await Promise.all(
    ['#ff0000', '#0000ff'].map((background) => png({ width: 50, height: 50, background })),
  )
  return sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer()
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A file of a few kilobytes that decodes to `edge` × `edge` pixels. */
export function bomb(edge: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(edge, 0)
  header.writeUInt32BE(edge, 4)
  header[8] = 1
  const rows = Buffer.alloc((Math.ceil(edge / 8) + 1) * edge)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><foreignObject/><image href="http://127.0.0.1/"/></svg>'
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64')
const pngHead = Buffer.from('89504e470d0a1a0a', 'hex')

/** Files that must never become a logo, by their kind. */
export const hostile: Record<string, Buffer> = {
  SVG: Buffer.from(svg),
  'SVG behind a prolog': Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<!-- -->\n${svg}`),
  'SVG behind a byte order mark': Buffer.from(`\ufeff${svg}`),
  'SVG in UTF-16': Buffer.from(`\ufeff${svg}`, 'utf16le'),
  'SVG in gzip': gzipSync(svg),
  'SVG with entities that grow': Buffer.from(
    `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>${svg.replace('<foreignObject/>', '<text>&b;</text>')}`,
  ),
  'SVG behind the first bytes of a PNG': Buffer.concat([pngHead, Buffer.from(svg)]),
  'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'a GIF': gif,
  'a GIF that is a script, too': Buffer.concat([Buffer.from('GIF89a=1/*'), gif, Buffer.from('*/;alert(1)')]),
  'a PDF': Buffer.from('%PDF-1.7\n%âãÏÓ\n'),
  'a RIFF that is no WebP': Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ', 'latin1'),
  nothing: Buffer.alloc(0),
}
