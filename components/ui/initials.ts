/**
 * Two letters of a single word, or the first letters of two words. Words such as "&" do not count, unless the name has no others.
 * By code point: a name may begin with any character.
 */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean)
  const spoken = words.filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const [first = '?', second] = spoken.length > 0 ? spoken : words
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2)
  return letters.join('')
}
