// Why a picture was not taken: a word for an address, and its sentence. The sentence is never read from the address.
import { fieldError, refusalOf, type AppError } from '@/lib/errors'

export const logoProblems = {
  not_a_picture: 'This is not a PNG, JPEG or WebP picture. SVG, GIF and other files are not taken.',
  damaged: 'This picture is damaged. Save it again, then send it once more.',
  too_many_pixels: 'This picture has more than 16 million pixels. Make it smaller, then send it again.',
  too_heavy: 'This picture is larger than 2 MB. Make it smaller, then send it again.',
  none_chosen: 'Choose a picture first.',
  insufficient_permissions: refusalOf('insufficient_permissions').sentence,
  rate_limited: refusalOf('rate_limited').sentence,
  unavailable: refusalOf('unavailable').sentence,
  other: 'This did not work. Try again.',
}

type LogoProblem = keyof typeof logoProblems

/** A validation_failed about the picture. */
export const logoError = (problem: LogoProblem): AppError => fieldError('logo', logoProblems[problem])

/** The word for a refusal. */
export function problemOf({ code, message, errors }: AppError): LogoProblem {
  const sentences = [errors?.[0]?.message, message]
  const problems = Object.keys(logoProblems) as LogoProblem[]
  return problems.find((problem) => problem === code || sentences.includes(logoProblems[problem])) ?? 'other'
}

/** The sentence of a word from an address; null for none. */
export function sentenceOfProblem(problem: string | undefined): string | null {
  if (problem === undefined) return null
  return Object.hasOwn(logoProblems, problem) ? logoProblems[problem as LogoProblem] : logoProblems.other
}
