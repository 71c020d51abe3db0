// Names by which people tell organizations and roles apart. A name must be visible, and no word of it may imitate another
// alphabet. What two names look like is compared by the skeletons of Unicode Technical Standard 39.
import unhomoglyph from 'unhomoglyph'
import { singleLine } from './schemas'

/** A name of an organization or a role: 1 to `max` characters, at least one of them a letter or digit. */
export const distinctName = (max: number) =>
  singleLine(max)
    .refine((value) => value === '' || /[\p{L}\p{N}]/u.test(value), 'Use at least one letter or digit.')
    .refine((value) => !blank.test(value), 'Use visible characters.')
    .refine((value) => !words(value).some(isDisguised), 'Use letters of one alphabet in each word.')
    .meta({ minLength: 1, maxLength: max })

// The empty Braille pattern looks like a space, although Unicode counts it as a symbol.
const blank = /\u2800/

const words = (text: string): string[] => text.match(/[\p{L}\p{M}]+/gu) ?? []

// A word in Latin letters with some of another alphabet that look Latin, such as a Cyrillic А in Аcme.
const isDisguised = (word: string): boolean =>
  /\p{Script=Latin}/u.test(word) && [...word].some((letter) => isOther(letter) && /^[a-z]+$/i.test(skeleton(letter)))

const isOther = (letter: string): boolean => /[^\p{Script=Latin}\p{M}]/u.test(letter)

const skeleton = (text: string): string => unhomoglyph(text.normalize('NFD')).normalize('NFD')

/**
 * Whether two names could be mistaken for each other: compared by what they look like, without case, accents, spaces and
 * punctuation.
 */
export const looksLike = (a: string, b: string): boolean => look(a) === look(b)

// Lower case first, because a capital has another skeleton than its small letter. A capital I looks like a small l, so i
// and l are the same.
const look = (name: string): string =>
  skeleton(name.normalize('NFKD').toLowerCase())
    .toLowerCase()
    .replaceAll('i', 'l')
    .replace(/[^\p{L}\p{N}]+/gu, '') || name
