import Link from 'next/link'
import { buttonVariants } from './button'

type PaginationProps = { label: string; firstHref?: string; previousHref?: string; nextHref?: string; summary?: string }

/** Pagination for lists with a cursor: first, previous and next page. Page numbers are not known. */
export function Pagination({ label, firstHref, previousHref, nextHref, summary }: PaginationProps) {
  if (!firstHref && !previousHref && !nextHref) return null
  return (
    <nav aria-label={label} className="flex items-center justify-end gap-2 pt-4">
      {summary && <p className="text-muted me-auto text-[0.8125rem]">{summary}</p>}
      {firstHref && (
        <Link prefetch={false} href={firstHref} className={buttonVariants({ variant: 'ghost', size: 'sm' })}>
          First page
        </Link>
      )}
      {previousHref && (
        <Link
          prefetch={false}
          href={previousHref}
          rel="prev"
          className={buttonVariants({ variant: 'secondary', size: 'sm' })}
        >
          Previous page
        </Link>
      )}
      {nextHref && (
        <Link
          prefetch={false}
          href={nextHref}
          rel="next"
          className={buttonVariants({ variant: 'secondary', size: 'sm' })}
        >
          Next page
        </Link>
      )}
    </nav>
  )
}
