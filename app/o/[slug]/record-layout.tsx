import type { ReactNode } from 'react'
import { Facts } from '@/components/facts'
import { PageLink } from '@/components/page-link'
import { Avatar } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'

type RecordLayoutProps = {
  facts: (readonly [label: string, value: ReactNode])[]
  /** The content of the record, and below it its activity. */
  children: ReactNode
}

/** The page of a record: its content beside its facts, which come first on a phone. */
export function RecordLayout({ facts, children }: RecordLayoutProps) {
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_17rem]">
      <Card className="lg:order-last">
        <Facts layout="list" items={facts} />
      </Card>
      <div className="grid min-w-0 grid-cols-1 gap-6">{children}</div>
    </div>
  )
}

/** Who created a record; a person who left is not named any more. */
export function Creator({ home, creator }: { home: string; creator: { id: string; name: string } | null }) {
  if (!creator) return 'Former member'
  return (
    <PageLink href={`${home}/members/${creator.id}`} className="inline-flex min-w-0 items-center gap-2 hover:underline">
      <Avatar name={creator.name} size="sm" />
      <span className="min-w-0 truncate">{creator.name}</span>
    </PageLink>
  )
}
