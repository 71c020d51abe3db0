// Reads an uploaded picture, from the body of a request or from a form. Reading stops at the maximum size.
import { AppError } from '@/lib/errors'
import { readBytes } from '@/lib/requests/input'
import { PictureError } from './problems'

/** The maximum size of an upload in bytes, before it is re-encoded. */
export const maxPictureBytes = 2 * 1024 * 1024

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const

/** The size of a form around its file. */
const formOverheadBytes = 16 * 1024

/** The form field with the file. */
export const pictureField = 'picture'

/**
 * Reads the body. Its type must be an image's, but does not decide the format. Throws unsupported_media_type,
 * body_too_large.
 */
export async function readPicture(request: Request): Promise<Uint8Array> {
  if (!/^image\//i.test(request.headers.get('content-type') ?? ''))
    throw new AppError('unsupported_media_type', { detail: 'Send the picture itself, as image/png, jpeg or webp.' })
  return readUpTo(request, maxPictureBytes)
}

/** The file in a form. Throws validation_failed if there is none. */
export async function readPictureInForm(request: Request): Promise<Uint8Array> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data;/i.test(type))
    throw new AppError('unsupported_media_type', { detail: 'Send a form with a file.' })
  const body = await readUpTo(request, maxPictureBytes + formOverheadBytes)
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch((cause: unknown) => {
    throw new AppError('invalid_request', { detail: 'The form could not be read.', cause })
  })
  const file = form.get(pictureField)
  if (!(file instanceof File) || file.size === 0) throw new PictureError('none_chosen')
  if (file.size > maxPictureBytes) throw new PictureError('too_heavy')
  return new Uint8Array(await file.arrayBuffer())
}

const readUpTo = (request: Request, max: number): Promise<Uint8Array<ArrayBuffer>> =>
  readBytes(request, max).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'body_too_large') throw error
    throw new PictureError('too_heavy')
  })
