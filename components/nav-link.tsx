'use client'

// A navigation link. Layouts are not rendered again on navigation, so the browser decides which link is the current
// one.
import { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { Icon, type IconName } from '@/components/ui/icon'
import { PageLink } from '@/components/page-link'

type NavLinkProps = { href: string; also?: string; exact: boolean; icon: IconName; label: string }

export function NavLink({ href, also, exact, icon, label }: NavLinkProps) {
  const pathname = usePathname()
  const within = (path: string) => pathname === path || (!exact && pathname.startsWith(`${path}/`))
  const current = within(href) || (also !== undefined && within(also))
  return (
    <PageLink href={href} aria-current={current ? 'page' : undefined}>
      <Icon name={icon} />
      {label}
      <Pending />
    </PageLink>
  )
}

// Pages stream nothing before they are complete, because they must work without JavaScript. So the link shows that it
// was clicked.
function Pending() {
  const { pending } = useLinkStatus()
  return pending && <i aria-hidden />
}
