// Why a picture was refused: a word for the URL, and its sentence. The text shown is never read from the URL.
import { AppError, errorOf } from '@/lib/errors'

export const pictureProblems = {
  not_a_picture: 'This is not a PNG, JPEG or WebP picture. SVG, GIF and other files aren’t accepted.',
  damaged: 'This picture is damaged. Save it again, then send it once more.',
  too_many_pixels: 'This picture has more than 16 million pixels. Make it smaller, then send it again.',
  too_many_scans: 'This JPEG is stored in more than 64 scans. Save it as an ordinary one, then send it again.',
  too_heavy: 'This picture is larger than 2 MB. Make it smaller, then send it again.',
  none_chosen: 'Choose a picture first.',
  insufficient_permissions: errorOf('insufficient_permissions').sentence,
  rate_limited: errorOf('rate_limited').sentence,
  unavailable: errorOf('unavailable').sentence,
  other: 'Something went wrong. Try again.',
}

type PictureProblem = keyof typeof pictureProblems

/** A refused picture: body_too_large if it is too big, otherwise validation_failed. */
export class PictureError extends AppError {
  readonly problem: PictureProblem

  constructor(problem: PictureProblem) {
    const message = pictureProblems[problem]
    if (problem === 'too_heavy') super('body_too_large', { detail: message })
    else super('validation_failed', { errors: [{ path: 'picture', message }] })
    this.problem = problem
  }
}

/** The word for an error. */
export function problemOf(error: AppError): PictureProblem {
  if (error instanceof PictureError) return error.problem
  return isProblem(error.code) ? error.code : 'other'
}

/** The sentence for a word from a URL; null for an unknown one. */
export function sentenceOfProblem(problem: string | undefined): string | null {
  if (problem === undefined) return null
  return pictureProblems[isProblem(problem) ? problem : 'other']
}

const isProblem = (word: string): word is PictureProblem => Object.hasOwn(pictureProblems, word)
