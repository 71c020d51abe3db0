/** In: words that complete "You may …". Out: a sentence of their own. */
export const toSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
