import Link from 'next/link'

type Crumb = { label: string; href?: string }

/** The path to this page. The last item is the page itself, without a link. */
export function Breadcrumb({ items }: { items: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="text-muted flex flex-wrap items-center gap-x-1.5 text-[0.8125rem]">
        {items.map(({ label, href }, index) => (
          <li key={label} className="flex items-center gap-x-1.5">
            {index > 0 && <span aria-hidden>/</span>}
            {href ? (
              <Link
                prefetch={false}
                href={href}
                className="hover:text-ink inline-flex min-h-11 max-w-60 items-center rounded-sm sm:min-h-6"
              >
                <span className="truncate">{label}</span>
              </Link>
            ) : (
              <span aria-current="page" className="text-ink">
                {label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
