'use client'

// A client component, because Next sends it with every page: so it is one reference, and not its elements.
import { Brand } from '@/components/brand'
import { buttonVariants } from '@/components/ui/button'

export function NotFoundScreen() {
  return (
    <div className="flex min-h-dvh flex-col px-6 py-6 sm:px-10">
      <a href="/" className="self-start rounded-sm">
        <Brand />
      </a>
      <main id="content" className="m-auto flex w-full max-w-md flex-col items-start gap-4 py-16">
        <EmptyCell />
        <h1 className="text-3xl font-semibold tracking-[-0.03em]">Page not found</h1>
        <p className="text-muted text-[0.9375rem] text-pretty">
          The link may be outdated or mistyped, or your account may not have access to the page.
        </p>
        <div className="flex flex-wrap gap-2 pt-2">
          <a href="/organizations" className={buttonVariants()}>
            Your organizations
          </a>
          <a href="/" className={buttonVariants({ variant: 'secondary' })}>
            Home page
          </a>
        </div>
      </main>
    </div>
  )
}

/** The logo's four cells, one of them empty. */
function EmptyCell() {
  return (
    <svg aria-hidden viewBox="0 0 48 48" className="mb-2 size-14">
      <g className="fill-hover stroke-line">
        <rect x="1" y="1" width="21" height="21" rx="5" />
        <rect x="1" y="26" width="21" height="21" rx="5" />
        <rect x="26" y="26" width="21" height="21" rx="5" />
      </g>
      <rect x="26" y="1" width="21" height="21" rx="5" className="stroke-accent-text fill-none" strokeDasharray="3 3" />
    </svg>
  )
}
