import Link from 'next/link'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export type Segment = { label: ReactNode; href: string; current: boolean; count?: number }

/** Filters as links: each state of the list has its own URL and works without JavaScript. */
export function Segmented({ label, items }: { label: string; items: Segment[] }) {
  return (
    <nav aria-label={label} className="bg-sunken inline-flex max-w-full overflow-x-auto rounded-lg border p-0.5">
      {items.map(({ label: text, href, current, count }) => (
        <Link
          prefetch={false}
          key={href}
          href={href}
          aria-current={current ? 'page' : undefined}
          className={clsx(
            'inline-flex h-10 items-center gap-1.5 rounded-md px-3 text-[0.8125rem] font-medium whitespace-nowrap transition-colors sm:h-7.5',
            current ? 'bg-raised text-ink shadow-raised' : 'text-muted hover:text-ink',
          )}
        >
          {text}
          {count !== undefined && <span className="text-muted font-normal tabular-nums">{count}</span>}
        </Link>
      ))}
    </nav>
  )
}
