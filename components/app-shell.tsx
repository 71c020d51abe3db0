// The layout of every page in an organization. The organization's colour (a line along the top, the tile, the current
// navigation item) makes two tabs in two organizations easy to tell apart.
import type { ComponentProps, ReactNode } from 'react'
import { Icon, type IconName } from '@/components/icon'
import { NavLink } from '@/components/nav-link'
import { OrganizationProvider } from '@/components/organization-context'
import { OrganizationName, OrganizationSwitcher, type SwitcherOrganization } from '@/components/organization-switcher'
import { orgHue } from '@/components/ui/avatar'
import { Toaster } from '@/components/ui/toaster'
import { UserMenu } from '@/components/user-menu'

type AppShellProps = {
  organization: SwitcherOrganization
  /** False if the person has only one organization. */
  switches: boolean
  navigation: readonly { label: string; path: string; also?: string; icon: IconName }[]
  user: ComponentProps<typeof UserMenu>['user']
  signOut: ComponentProps<typeof UserMenu>['signOut']
  undo: ComponentProps<typeof Toaster>['undo']
  children: ReactNode
}

// One header with two layouts: a bar with the navigation at the bottom of a phone's screen, a sidebar on a desktop.
export function AppShell({ organization, switches, navigation, user, signOut, undo, children }: AppShellProps) {
  const base = `/o/${organization.slug}`
  return (
    <OrganizationProvider slug={organization.slug}>
      <div data-org-hue={orgHue(organization.id)} className="min-h-dvh lg:grid lg:grid-cols-[16.5rem_minmax(0,1fr)]">
        <div aria-hidden className="bg-org fixed inset-x-0 top-0 z-20 h-0.75" />
        <header className="bg-background sticky top-0 z-10 flex h-16 items-center gap-2 border-b px-2 pt-0.75 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-4 lg:border-r lg:border-b-0 lg:px-3 lg:pt-4.5 lg:pb-3.5">
          {switches ? <OrganizationSwitcher current={organization} /> : <OrganizationName {...organization} />}
          <nav
            aria-label="Organization"
            className="bg-surface fixed inset-x-0 bottom-0 z-10 grid auto-cols-fr grid-flow-col border-t px-2 pb-[env(safe-area-inset-bottom)] lg:static lg:flex lg:grow lg:flex-col lg:gap-0.5 lg:border-0 lg:bg-transparent lg:p-0"
          >
            {navigation.map(({ label, path, also, icon }) => (
              <NavLink
                key={path}
                href={`${base}${path}`}
                also={also && `${base}${also}`}
                exact={path === ''}
                icon={<Icon name={icon} className="size-4.5 lg:size-4" />}
              >
                {label}
              </NavLink>
            ))}
          </nav>
          <UserMenu user={user} signOut={signOut} place="sidebar" />
        </header>
        <main
          id="content"
          className="mx-auto w-full max-w-5xl min-w-0 px-5 pt-8 pb-28 sm:px-8 lg:px-10 lg:pt-12 lg:pb-16"
        >
          {children}
        </main>
        <Toaster undo={undo} />
      </div>
    </OrganizationProvider>
  )
}
