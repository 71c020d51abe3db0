// How a picture arrives: as the body of a request, or in a form. Either is read no further than a logo may weigh.
import { AppError } from '@/lib/errors'
import { readBytes } from '@/lib/requests/input'
import { maxLogoBytes } from './logo'
import { LogoError } from './logo-problems'

/** What a form has around the file in it. */
const formOverheadBytes = 16 * 1024

/** The field of the form that holds the file. */
export const logoField = 'logo'

/** The body itself. What it says of its type decides nothing but that it means to be a picture. */
export async function readPicture(request: Request): Promise<Uint8Array> {
  if (!/^image\//i.test(request.headers.get('content-type') ?? ''))
    throw new AppError('unsupported_media_type', { detail: 'Send the picture itself, as image/png, jpeg or webp.' })
  return readUpTo(request, maxLogoBytes)
}

/** The file in a form. Throws validation_failed where nobody chose one. */
export async function readPictureInForm(request: Request): Promise<Uint8Array> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data;/i.test(type))
    throw new AppError('unsupported_media_type', { detail: 'Send a form with a file.' })
  const body = await readUpTo(request, maxLogoBytes + formOverheadBytes)
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch((cause: unknown) => {
    throw new AppError('invalid_request', { detail: 'The form could not be read.', cause })
  })
  const file = form.get(logoField)
  if (!(file instanceof File) || file.size === 0) throw new LogoError('none_chosen')
  if (file.size > maxLogoBytes) throw new LogoError('too_heavy')
  return new Uint8Array(await file.arrayBuffer())
}

const readUpTo = (request: Request, max: number): Promise<Uint8Array<ArrayBuffer>> =>
  readBytes(request, max).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'body_too_large') throw error
    throw new LogoError('too_heavy')
  })
