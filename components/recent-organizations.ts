// The organizations that this browser entered last, for the palette. A convenience: a slug says nothing about access.
const key = 'recent-organizations'
const kept = 6

/** Newest first. */
export function recentOrganizations(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}

export function remember(slug: string): void {
  try {
    const others = recentOrganizations().filter((each) => each !== slug)
    localStorage.setItem(key, JSON.stringify([slug, ...others].slice(0, kept)))
  } catch {
    // A browser may refuse storage.
  }
}
