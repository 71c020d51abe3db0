// Where the command palette can lead, and the order of what it finds.
import { defaultFilter } from 'cmdk'
import { accountNavigation, settingsNavigation } from '@/lib/config'
import type { Goal, PaletteProps } from './palette-props'
import { inOrder, pinnedOrganizations } from './recent-organizations'
import type { PaletteItems } from './use-palette-items'

const shownRecent = 5
const shownMatches = 8

export const themes = [
  { label: 'Light theme', theme: 'light' },
  { label: 'Dark theme', theme: 'dark' },
  { label: 'System theme', theme: 'system' },
] as const

type Pages = Pick<PaletteProps, 'organization' | 'navigation' | 'seesInvitations'>

/** The pages of the organization, its settings, and the person's own. */
export function goalsOf({ organization, navigation, seesInvitations }: Pages): Goal[] {
  const account = accountNavigation.map(({ label, path }): Goal => ({
    label: `Your account: ${label}`,
    href: `/account${path}`,
    icon: 'settings',
  }))
  return [
    ...navigation,
    ...(organization ? belowNavigation(`/o/${organization.slug}`, seesInvitations) : []),
    { label: 'Your organizations', href: '/organizations', icon: 'forward' },
    ...account,
  ]
}

/** Pages of the organization that its navigation does not name. */
const belowNavigation = (home: string, seesInvitations = false): Goal[] => [
  ...(seesInvitations ? [{ label: 'Invitations', href: `${home}/invitations`, icon: 'mail' as const }] : []),
  ...settingsNavigation.slice(1).map(({ label, path }): Goal => ({
    label,
    href: `${home}/settings${path}`,
    icon: 'settings',
  })),
]

/** Without a query all; else those that are similar, the most similar first. */
export function matching<T extends { label: string }>(list: readonly T[], query: string): T[] {
  if (!query) return [...list]
  return list
    .map((each) => ({ each, score: defaultFilter(each.label, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ each }) => each)
}

/** Without a query all; else those in which each word of the query begins a word. For labels that all begin alike. */
export function matchingWords<T extends { label: string }>(list: readonly T[], query: string): T[] {
  const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean)
  return list.filter(({ label }) => {
    const words = wordsOf(label)
    return wordsOf(query).every((typed) => words.some((word) => word.startsWith(typed)))
  })
}

/** Without a query those that are pinned, and the last ones; else by similarity of name or slug. */
export function organizationsFor(
  { organizations }: PaletteItems,
  query: string,
  current?: string,
): PaletteItems['organizations'] {
  const others = organizations.filter(({ slug }) => slug !== current)
  if (query)
    return matching(
      others.map((each) => ({ ...each, label: `${each.name} ${each.slug}` })),
      query,
    ).slice(0, shownMatches)
  const pinned = pinnedOrganizations()
  return inOrder(others, pinned).slice(0, shownRecent + pinned.length)
}
