'use client'

// The hidden fields of every form of the page, by name (components/page-owner.tsx). The pages for visitors have none.
import { createContext, useContext } from 'react'

type PageFields = Readonly<Record<string, string>>

export const PageFieldsContext = createContext<PageFields>({})

export const usePageFields = (): PageFields => useContext(PageFieldsContext)
