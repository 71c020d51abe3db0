'use client'

// Whose page this is, for its forms: each sends its organization, so that two tabs can work in two organizations, and its
// person, so that nobody saves what another person typed before they signed in.
import { createContext, useContext, type ReactNode } from 'react'

/** `organization`: the slug in the page's URL; null outside of an organization. `person`: a user's id; null without one. */
type PageOwner = { organization: string | null; person: string | null }

const PageContext = createContext<PageOwner>({ organization: null, person: null })

export const usePageOwner = (): PageOwner => useContext(PageContext)

export function PageOwnerProvider({ organization, person, children }: PageOwner & { children: ReactNode }) {
  return <PageContext value={{ organization, person }}>{children}</PageContext>
}
