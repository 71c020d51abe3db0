import { useId, type ReactNode } from 'react'
import { PageLink } from '@/components/page-link'
import { Card, CardTitle } from '@/components/ui/card'

type PanelProps = {
  title: string
  note?: ReactNode
  link?: readonly [href: string, label: string]
  children: ReactNode
}

/** A part of the overview: its content, a note with numbers, and a link to the full list. */
export function Panel({ title, note, link, children }: PanelProps) {
  const id = useId()
  return (
    <Card aria-labelledby={id} className="@container min-w-0 overflow-hidden">
      <header className="flex items-center justify-between gap-3 px-5 py-1.5 sm:px-6 sm:py-2.5">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
          <CardTitle id={id}>{title}</CardTitle>
          {note && <span className="text-muted text-[0.8125rem]">{note}</span>}
        </div>
        {link && (
          <PageLink
            href={link[0]}
            className="text-muted hover:text-ink inline-flex min-h-11 shrink-0 items-center rounded-sm text-[0.8125rem] sm:min-h-8"
          >
            {link[1]}
          </PageLink>
        )}
      </header>
      <div className="border-t">{children}</div>
    </Card>
  )
}

export const rowStyle =
  'hover:has-[a]:bg-hover relative flex min-h-11 items-center gap-3 px-5 sm:px-6 py-2.5 transition-colors'
