'use client'

// Whose page this is, for its forms: each sends its organization, so that two tabs can work in two organizations, and its
// person, so that nobody saves what another person typed before they signed in.
import { createContext, useContext, type ReactNode } from 'react'

const PageFieldsContext = createContext<Readonly<Record<string, string>>>({})

/** The hidden fields of every form of the page, by name. */
export const usePageFields = (): Readonly<Record<string, string>> => useContext(PageFieldsContext)

/** `organization`: the slug in the page's URL. `person`: the id of the user for whom the page was rendered. */
type PageOwnerProviderProps = { organization?: string; person: string; children: ReactNode }

export function PageOwnerProvider({ organization, person, children }: PageOwnerProviderProps) {
  const fields = { ...(organization && { organization }), page_person: person }
  return <PageFieldsContext value={fields}>{children}</PageFieldsContext>
}
