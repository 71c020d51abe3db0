// The spellings of a noun that the code needs: invoices, Invoice, purchase_orders, "Purchase orders".
import { Problem } from '../progress.mjs'
import { reservedWords } from './reserved-words.mjs'

const shape = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/

/** In: a plural such as purchase-orders, and its singular if the rules do not find it. Throws a Problem for an invalid name. */
export function namesOf(plural, singular = singularOf(plural)) {
  for (const [word, option] of [
    [plural, 'The name'],
    [singular, 'The singular'],
  ])
    if (!shape.test(word) || word.length > 40)
      throw new Problem(`${option} ${word} is not a name: use small letters and digits, such as purchase-orders.`)
  if (plural === singular)
    throw new Problem(`${plural} looks like a singular: name it in the plural, or add --singular.`)
  const [many, one] = [plural.replaceAll('-', '_'), singular.replaceAll('-', '_')]
  const reserved = [many, one].find((word) => reservedWords.has(word))
  if (reserved) throw new Problem(`${reserved} is a reserved word of SQL or TypeScript: choose another name.`)
  return {
    path: many.replaceAll('_', '-'),
    table: many,
    key: one,
    noun: camel(one),
    nouns: camel(many),
    Noun: pascal(one),
    Nouns: pascal(many),
    words: one.replaceAll('_', ' '),
    manyWords: many.replaceAll('_', ' '),
    Words: label(one),
    ManyWords: label(many),
    aNoun: `${/^([aeio]|u(?!ni|se|ti))/.test(one) ? 'an' : 'a'} ${one.replaceAll('_', ' ')}`,
  }
}

function singularOf(plural) {
  if (/[^aeiou]ies$/.test(plural)) return plural.replace(/ies$/, 'y')
  if (/(ss|x|ch|sh)es$/.test(plural)) return plural.replace(/es$/, '')
  return /[^s]s$/.test(plural) ? plural.slice(0, -1) : plural
}

/** unit_price: unitPrice */
export const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

/** unit_price: UnitPrice */
export const pascal = (name) => camel(name).replace(/^./, (letter) => letter.toUpperCase())

/** unit_price: "Unit price" */
export const label = (name) => name.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase())
