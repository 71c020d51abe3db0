'use client'

// A navigation link. Layouts are not rendered again on navigation, so the browser decides which link is the current
// one.
import { clsx } from 'clsx'
import { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageLink } from '@/components/page-link'

type NavLinkProps = { href: string; also?: string; exact: boolean; icon: ReactNode; children: ReactNode }

export function NavLink({ href, also, exact, icon, children }: NavLinkProps) {
  const pathname = usePathname()
  const within = (path: string) => pathname === path || (!exact && pathname.startsWith(`${path}/`))
  const current = within(href) || (also !== undefined && within(also))
  return (
    <PageLink
      href={href}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'relative flex min-h-14 flex-col items-center justify-center gap-1 rounded-md text-[0.6875rem] font-medium transition-colors lg:min-h-9 lg:flex-row lg:justify-start lg:gap-2.5 lg:px-2.5 lg:text-sm',
        current
          ? 'text-ink lg:bg-org-soft before:bg-org before:absolute before:inset-x-6 before:top-0 before:h-0.5 before:rounded-full lg:before:inset-x-auto lg:before:inset-y-2 lg:before:left-0 lg:before:h-auto lg:before:w-0.75'
          : 'text-muted hover:text-ink lg:hover:bg-hover',
      )}
    >
      {icon}
      {children}
      <Pending />
    </PageLink>
  )
}

// Pages stream nothing before they are complete, because they must work without JavaScript. So the link shows that it
// was clicked.
function Pending() {
  const { pending } = useLinkStatus()
  return (
    <span
      aria-hidden
      className={clsx(
        'absolute top-2 right-2 size-1.5 rounded-full bg-current transition-opacity delay-100 lg:static lg:ml-auto',
        pending ? 'animate-pulse opacity-100' : 'opacity-0',
      )}
    />
  )
}
