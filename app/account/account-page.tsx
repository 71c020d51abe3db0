import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { PageLink } from '@/components/page-link'
import { PageHeader } from '@/components/ui/page-header'
import { accountNavigation } from '@/lib/config'

type AccountPageProps = {
  current: (typeof accountNavigation)[number]['path']
  title: string
  description?: ReactNode
  actions?: ReactNode
  breadcrumb?: ReactNode
  children: ReactNode
}

/** The frame of every page of an account: links to the others, beside the content or, on a phone, above it. */
export function AccountPage({ current, children, ...header }: AccountPageProps) {
  return (
    <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-[11rem_minmax(0,42rem)]">
      <nav
        aria-label="Account"
        className="bg-sunken fade-edges flex max-w-full min-w-0 justify-self-start overflow-x-auto rounded-lg border p-0.5 lg:sticky lg:top-6 lg:grid lg:gap-0.5 lg:justify-self-stretch lg:border-0 lg:bg-transparent lg:p-0"
      >
        {accountNavigation.map(({ label, path }) => (
          <PageLink
            key={path}
            href={`/account${path}`}
            aria-current={path === current ? 'page' : undefined}
            className={clsx(
              'inline-flex h-10 items-center rounded-md px-3 text-[0.8125rem] font-medium whitespace-nowrap transition-colors sm:h-8 lg:h-9 lg:text-sm',
              path === current
                ? 'bg-raised text-ink shadow-raised lg:bg-hover lg:shadow-none'
                : 'text-muted hover:text-ink lg:hover:bg-hover',
            )}
          >
            {label}
          </PageLink>
        ))}
      </nav>
      <div className="min-w-0">
        <PageHeader {...header} />
        <div className="grid gap-6">{children}</div>
      </div>
    </div>
  )
}
