'use client'

// The organization of the page, for the forms on it: each sends along which one it was made in, so that two tabs can work in
// two organizations.
import { createContext, useContext, type ReactNode } from 'react'

const OrganizationContext = createContext<string | null>(null)

/** The slug in the address of the page; null outside of an organization. */
export const useOrganization = (): string | null => useContext(OrganizationContext)

export function OrganizationProvider({ slug, children }: { slug: string; children: ReactNode }) {
  return <OrganizationContext value={slug}>{children}</OrganizationContext>
}
