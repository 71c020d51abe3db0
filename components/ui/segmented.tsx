import Link from 'next/link'
import type { ReactNode } from 'react'

type Segment = { label: ReactNode; href: string; current: boolean; count?: number; locked?: boolean }

/** Filters as links: each state of the list has its own URL and works without JavaScript. */
export function Segmented({ label, items }: { label: string; items: Segment[] }) {
  return (
    <nav aria-label={label} className="segments">
      {items.map(({ label: text, href, current, count, locked }) => (
        <Link prefetch={false} key={href} href={href} aria-current={current ? 'page' : undefined}>
          {text}
          {locked && (
            <span className="lock">
              <span className="sr-only">(no access)</span>
            </span>
          )}
          {count !== undefined && <small>{count}</small>}
        </Link>
      ))}
    </nav>
  )
}
