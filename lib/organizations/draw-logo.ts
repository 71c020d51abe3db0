// A picture from outside is never served as it came: it is drawn again, small, and only its colours survive. What it is, its
// first bytes say, whatever its name and declared type. One is drawn at a time and few may wait, so that pictures cannot
// take the server from everybody else.
import { AppError } from '@/lib/errors'
import { LogoError } from './logo-problems'

/** The longer edge of a logo. It is shown at 44 px at most, on screens of up to three pixels to each. */
const logoEdge = 256

/** What decoding may cost: 64 MB, for a moment. */
const maxPixels = 16_000_000
const timeoutSeconds = 5
const maxWaiting = 8

const signatures = {
  png: /^89504e470d0a1a0a/,
  jpeg: /^ffd8ff/,
  webp: /^52494646.{8}57454250/,
}

/** The format of a picture that we take, by its first bytes; null for everything else. */
function formatOf(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('hex')
  return Object.entries(signatures).find(([, signature]) => signature.test(head))?.[0] ?? null
}

/** In: any bytes. Out: a WebP of at most 256 × 256, without metadata. Throws validation_failed; unavailable. */
export async function drawLogo(bytes: Uint8Array): Promise<Buffer> {
  const format = formatOf(bytes)
  if (!format) throw new LogoError('not_a_picture')
  return alone(() => draw(bytes, format))
}

async function draw(bytes: Uint8Array, format: string): Promise<Buffer> {
  // Loaded when the first picture comes: where a platform has no build of it, everything else works.
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  const source = sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 })
  const found = await source.metadata().catch(() => null)
  if (!found?.width || !found.height) throw new LogoError('damaged')
  if (found.format !== format) throw new LogoError('not_a_picture')
  if (found.width * found.height > maxPixels) throw new LogoError('too_many_pixels')
  try {
    // Turned as its metadata says before that is dropped.
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

// Behind whoever came before. Throws unavailable where too many wait.
async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= maxWaiting) throw new AppError('unavailable')
  waiting++
  const mine = last.then(work)
  last = mine.catch(() => {})
  return mine.finally(() => waiting--)
}
