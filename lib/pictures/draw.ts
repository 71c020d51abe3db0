// Re-encodes uploaded pictures: an original is never served, only a small copy of its pixels. The format is detected by
// the first bytes, whatever the file's name and type. One picture is processed at a time and few may wait, of one
// organization or person two, so that uploads slow down neither other requests nor other uploads.
import { AppError } from '@/lib/errors'
import { PictureError } from './problems'

/** The longer edge of a drawn picture, in pixels. It is shown at 44 px or smaller, on screens of up to three pixels each. */
const drawnEdge = 256

/** The maximum size to decode, in pixels: 64 MB of memory. */
const maxPixels = 16_000_000
const timeoutSeconds = 5

/** The timeout ends nothing while a picture is decoded, and each scan of a JPEG costs as much as the whole picture. */
const maxScans = 64
const maxWaiting = 8
const maxOfOne = 2

const signatures = {
  png: /^89504e470d0a1a0a/,
  jpeg: /^ffd8ff/,
  webp: /^52494646.{8}57454250/,
}

/** The format of an accepted picture by its first bytes; null for any other file. */
function formatOf(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('hex')
  return Object.entries(signatures).find(([, signature]) => signature.test(head))?.[0] ?? null
}

/** Returns the bytes. Throws validation_failed for what is not worth decoding. */
export function assertDrawable<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
  const format = formatOf(bytes)
  if (!format) throw new PictureError('not_a_picture')
  if (format === 'jpeg' && hasManyScans(bytes)) throw new PictureError('too_many_scans')
  return bytes
}

// Inside the data of a scan, 0xFF is never followed by 0xDA, so every occurrence can begin a scan (ITU-T T.81, B.1.1.5).
function hasManyScans(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let scans = 0
  for (let at = file.indexOf(scanMarker); at >= 0; at = file.indexOf(scanMarker, at + 2))
    if (++scans > maxScans) return true
  return false
}

const scanMarker = Buffer.from([0xff, 0xda])

/**
 * In: the bytes that `assertDrawable` returned, and whose they are. Out: a WebP of at most 256 × 256, without metadata.
 * Throws validation_failed; unavailable.
 */
export const drawPicture = (bytes: Uint8Array, owner: string): Promise<Buffer> => inQueue(owner, () => draw(bytes))

async function draw(bytes: Uint8Array): Promise<Buffer> {
  // Load sharp only when needed: on a platform without a build of it, everything else works.
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  const source = sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 })
  const found = await source.metadata().catch(() => null)
  if (!found?.width || !found.height) throw new PictureError('damaged')
  if (found.format !== formatOf(bytes)) throw new PictureError('not_a_picture')
  if (found.width * found.height > maxPixels) throw new PictureError('too_many_pixels')
  try {
    // Rotate as the metadata says, before it is removed.
    return await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(drawnEdge, drawnEdge, { fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: timeoutSeconds })
      .webp({ quality: 90, effort: 5 })
      .toBuffer()
  } catch {
    throw new PictureError('damaged')
  }
}

let last: Promise<unknown> = Promise.resolve()
const waiting: string[] = []

// Runs the work after all earlier calls. Throws unavailable if too many wait, of all or of this owner.
async function inQueue<T>(owner: string, work: () => Promise<T>): Promise<T> {
  const ours = waiting.filter((each) => each === owner)
  if (waiting.length >= maxWaiting || ours.length >= maxOfOne) throw new AppError('unavailable')
  waiting.push(owner)
  const mine = last.then(work)
  last = mine.catch(() => {})
  return mine.finally(() => waiting.splice(waiting.indexOf(owner), 1))
}
