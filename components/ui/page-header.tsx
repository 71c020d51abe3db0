import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type PageHeaderProps = { title: ReactNode; description?: ReactNode; actions?: ReactNode; breadcrumb?: ReactNode }

/** The heading of a page with its breadcrumb, description and actions. */
export function PageHeader({ title, description, actions, breadcrumb }: PageHeaderProps) {
  return (
    <header className="grid gap-3 pb-6">
      {breadcrumb}
      <div
        className={clsx('flex flex-wrap items-center justify-between gap-x-6 gap-y-4', description && 'sm:items-end')}
      >
        <div className="grid min-w-0 gap-1">
          <h1 className="text-[1.375rem] leading-tight font-semibold tracking-[-0.02em] break-words">{title}</h1>
          {description && <p className="text-muted max-w-prose text-pretty">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  )
}
