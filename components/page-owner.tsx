'use client'

// Whose page this is, for its forms: each sends its organization, so that two tabs can work in two organizations, and its
// person, so that nobody saves what another person typed before they signed in.
import type { ReactNode } from 'react'
import { PageFieldsContext } from './page-fields'

/** `organization`: the slug in the page's URL. `person`: the id of the user for whom the page was rendered. */
type PageOwnerProviderProps = { organization?: string; person: string; children: ReactNode }

export function PageOwnerProvider({ organization, person, children }: PageOwnerProviderProps) {
  const fields = { ...(organization && { organization }), page_person: person }
  return <PageFieldsContext value={fields}>{children}</PageFieldsContext>
}
