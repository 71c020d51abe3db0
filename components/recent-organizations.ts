// The organizations that this browser entered last, and those that its person pinned: they come first in the switcher and the palette.
// A convenience: a slug or an id says nothing about access.
const recentKey = 'recent-organizations'
const pinnedKey = 'pinned-organizations'
const kept = 6

/** Slugs, newest first. */
const recentOrganizations = (): string[] => read(recentKey)

/** Ids, in the order in which they were pinned. */
export const pinnedOrganizations = (): string[] => read(pinnedKey)

export const remember = (slug: string): void =>
  write(recentKey, [slug, ...recentOrganizations().filter((each) => each !== slug)].slice(0, kept))

/** Out: the ids that are pinned now. */
export function togglePin(id: string): string[] {
  const pinned = pinnedOrganizations()
  const changed = pinned.includes(id) ? pinned.filter((each) => each !== id) : [...pinned, id]
  write(pinnedKey, changed)
  return changed
}

/** Pinned ones first, then `current`, then those that were entered last, then the others as they are. */
export function inOrder<T extends { id: string; slug: string }>(
  organizations: readonly T[],
  pinned: readonly string[],
  current?: string,
): T[] {
  const recent = [...(current ? [current] : []), ...recentOrganizations()]
  const place = (list: readonly string[], each: string) => (list.includes(each) ? list.indexOf(each) : list.length)
  const rank = ({ id, slug }: T) => [place(pinned, id), place(recent, slug)] as const
  return organizations.toSorted((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1])
}

function read(key: string): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}

function write(key: string, values: string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(values))
  } catch {
    // A browser may refuse storage.
  }
}
