// Re-encodes uploaded pictures: an original is never served, only a small copy of its pixels. The format is detected by
// the first bytes, whatever the file's name and type. One picture is processed at a time and few may wait, so that
// uploads do not slow down other requests.
import { AppError } from '@/lib/errors'
import { LogoError } from './logo-problems'

/** The longer edge of a logo, in pixels. It is shown at 44 px or smaller, on screens of up to three pixels each. */
const logoEdge = 256

/** The maximum size to decode, in pixels: 64 MB of memory. */
const maxPixels = 16_000_000
const timeoutSeconds = 5
const maxWaiting = 8

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

/** In: any bytes. Out: a WebP of at most 256 × 256, without metadata. Throws validation_failed; unavailable. */
export async function drawLogo(bytes: Uint8Array): Promise<Buffer> {
  const format = formatOf(bytes)
  if (!format) throw new LogoError('not_a_picture')
  return inQueue(() => draw(bytes, format))
}

async function draw(bytes: Uint8Array, format: string): Promise<Buffer> {
  // Load sharp only when needed: on a platform without a build of it, everything else works.
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  const source = sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 })
  const found = await source.metadata().catch(() => null)
  if (!found?.width || !found.height) throw new LogoError('damaged')
  if (found.format !== format) throw new LogoError('not_a_picture')
  if (found.width * found.height > maxPixels) throw new LogoError('too_many_pixels')
  try {
    // Rotate as the metadata says, before it is removed.
    return await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(logoEdge, logoEdge, { fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: timeoutSeconds })
      .webp({ quality: 90, effort: 5 })
      .toBuffer()
  } catch {
    throw new LogoError('damaged')
  }
}

let last: Promise<unknown> = Promise.resolve()
let waiting = 0

// Runs the work after all earlier calls. Throws unavailable if too many wait.
async function inQueue<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= maxWaiting) throw new AppError('unavailable')
  waiting++
  const mine = last.then(work)
  last = mine.catch(() => {})
  return mine.finally(() => waiting--)
}
