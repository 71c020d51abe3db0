import type { Member } from '@/lib/members/rows'

const mostNamed = 3
const words = new Intl.ListFormat('en')

/** In: the selected members. Out: who they are in words, the first few by name. */
export function namesOf(members: Member[]): string {
  const names = members.map(({ name }) => name)
  if (names.length <= mostNamed) return words.format(names)
  return words.format([...names.slice(0, mostNamed), `${names.length - mostNamed} more`])
}

export const countText = ({ length }: Member[]): string => `${length} ${length === 1 ? 'member' : 'members'}`
