// The names of the product: for people, for npm, and at the beginning of API keys.
import { Problem } from './progress.mjs'

/** In: lib/config.ts and package.json. Out: the names as they are. */
export function identityOf(config, packageJson) {
  const name = /^ {2}name: '([^']+)',$/m.exec(config)?.[1]
  const prefix = /^export const apiKeyPrefix = '([^']+)'$/m.exec(config)?.[1]
  if (!name || !prefix)
    throw new Problem('lib/config.ts has no name and apiKeyPrefix where this command looks for them.')
  return { name, prefix, packageName: JSON.parse(packageJson).name }
}

/** In: the new name. Out: all three. Throws a Problem for one that npm, a mail or a string in the code could not hold. */
export function renamed(name) {
  if (!/^[A-Za-z][A-Za-z0-9 .&+-]{0,38}[A-Za-z0-9]$/.test(name))
    throw new Problem('Use 2 to 40 letters, digits and spaces, beginning with a letter, such as "New Name".')
  const packageName = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return { name, packageName, prefix: `${packageName.split('-')[0]}_live_` }
}

/** The prefix with whatever follows it, in the code, the documents and the examples. */
export const replacePrefix = (text, old, next) => text.replaceAll(old.prefix, next.prefix)
