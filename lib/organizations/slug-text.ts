// A name as the text of an address. Apart from slugs.ts, because a form proposes slugs in the browser, and what that
// file imports would go along.
export function toSlugText(name: string, maxLength = 42): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '')
}
