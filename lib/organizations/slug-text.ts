// Turns a name into the text of a slug. Separate from slugs.ts, because forms propose slugs in the browser and must not
// load that file's imports.

/** Out: at most `maxLength` of a-z, 0-9 and single hyphens; may be empty. */
export function toSlugText(name: string, maxLength = 42): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '')
}
