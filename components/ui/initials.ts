/** Two letters of a single word, or the first letters of two words. By code point: a name may begin with any character. */
export function initials(name: string): string {
  const [first = '?', second] = name.split(/[\s._-]+/).filter(Boolean)
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2)
  return letters.join('')
}
