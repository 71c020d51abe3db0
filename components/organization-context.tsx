'use client'

// The organization of the page, for its forms: each sends its organization, so that two tabs can work in two
// organizations.
import { createContext, useContext, type ReactNode } from 'react'

const OrganizationContext = createContext<string | null>(null)

/** The slug in the page's URL; null outside of an organization. */
export const useOrganization = (): string | null => useContext(OrganizationContext)

export function OrganizationProvider({ slug, children }: { slug: string; children: ReactNode }) {
  return <OrganizationContext value={slug}>{children}</OrganizationContext>
}
