// Turns a name into the text of a slug. Separate from slugs.ts, because forms propose slugs in the browser and must not
// load that file's imports.

/** Out: at most `maxLength` of a-z, 0-9 and single hyphens; may be empty. A long name ends with a whole word if one ends near. */
export function toSlugText(name: string, maxLength = 42): string {
  const whole = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  if (whole.length <= maxLength) return whole
  const lastHyphen = whole.lastIndexOf('-', maxLength)
  return whole.slice(0, lastHyphen > maxLength / 2 ? lastHyphen : maxLength)
}
