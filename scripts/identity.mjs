// The names of the product: for people, for npm, and at the beginning of API keys.
import { Problem } from './progress.mjs'

/** In: the texts of lib/config.ts and package.json. Out: the current names. */
export function identityOf(config, packageJson) {
  const name = /^ {2}name: '([^']+)',$/m.exec(config)?.[1]
  const prefix = /^export const apiKeyPrefix = '([^']+)'$/m.exec(config)?.[1]
  if (!name || !prefix)
    throw new Problem('lib/config.ts has no name and apiKeyPrefix where this command looks for them.')
  return { name, prefix, packageName: JSON.parse(packageJson).name }
}

/** In: the new name. Out: all three names. Throws a Problem for a name that npm, a mail or a string literal cannot contain. */
export function renamed(name) {
  if (!/^[A-Za-z][A-Za-z0-9 .&+-]{0,38}[A-Za-z0-9]$/.test(name))
    throw new Problem('Use 2 to 40 letters, digits and spaces, beginning with a letter, such as "New Name".')
  const packageName = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return { name, packageName, prefix: `${packageName.split('-')[0]}_live_` }
}

/** Replaces the prefix of API keys in a text. */
export const replacePrefix = (text, old, next) => text.replaceAll(old.prefix, next.prefix)
