import type { ApiKey } from '@/lib/api-keys/schema'

const shown = 3
const words = new Intl.ListFormat('en')

type BroughtInProps = Pick<ApiKey, 'broughtIn'> & { after?: string }

/** The members whom a key has invited; they stay when it is revoked. `after`: the end of the sentence. */
export function BroughtIn({ broughtIn: { count, newest }, after }: BroughtInProps) {
  if (count === 0) return null
  const named = newest.slice(0, shown).map(({ name }) => name)
  const others = count - named.length
  return (
    <span className="text-muted text-[0.8125rem] text-pretty wrap-anywhere whitespace-normal">
      Brought in {words.format([...named, ...(others > 0 ? [`${others} ${others === 1 ? 'other' : 'others'}`] : [])])}
      {after}
    </span>
  )
}
