'use client'

// The palette's items from the server: at once when it opens, and a moment after the last key for what is searched there.
import { useEffect, useState } from 'react'
import { usePathname } from 'next/navigation'
import type { Palette } from '@/lib/palette/schema'

export type PaletteItems = Palette

const searchAfterMs = 120

const none: PaletteItems = { organizations: [], invitations: 0, actions: [], roles: [], people: [], records: [] }

/** In: a page's path. Out: its section, such as /members; '' outside of an organization. */
export const sectionOfPath = (path: string): string => /^\/o\/[^/]+(\/[^/]+)/.exec(path)?.[1] ?? ''

export async function fetchPalette(parameters: Record<string, string | undefined>): Promise<PaletteItems> {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const answer = await fetch(`/api/session/palette?${new URLSearchParams(given)}`)
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.json() as Promise<PaletteItems>
}

export function usePaletteItems(organization: string | undefined, query: string) {
  const section = sectionOfPath(usePathname())
  const [all, setAll] = useState<PaletteItems>()
  const [found, setFound] = useState<{ query: string; items: PaletteItems }>()
  const [hasFailed, setHasFailed] = useState(false)
  useEffect(() => {
    fetchPalette({ organization, section }).then(
      (items) => {
        setAll(items)
        setHasFailed(false)
      },
      () => setHasFailed(true),
    )
  }, [organization, section])
  useEffect(() => {
    if (!query) return
    let isOld = false
    const search = () =>
      fetchPalette({ organization, section, query }).then(
        (items) => {
          if (isOld) return
          setFound({ query, items })
          setHasFailed(false)
        },
        () => !isOld && setHasFailed(true),
      )
    const timer = setTimeout(search, searchAfterMs)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [organization, section, query])
  // What an earlier text found is not shown for the present one.
  const fresh = query && found?.query === query ? found.items : none
  const known = new Set(all?.organizations.map(({ id }) => id))
  const items = {
    ...(all ?? none),
    organizations: [...(all?.organizations ?? []), ...fresh.organizations.filter(({ id }) => !known.has(id))],
    people: fresh.people,
    records: fresh.records,
  }
  const isBusy = query ? found?.query !== query : !all
  return { items, status: hasFailed ? ('failed' as const) : isBusy ? ('busy' as const) : ('done' as const) }
}
