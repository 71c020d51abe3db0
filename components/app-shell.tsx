// The layout of every page in an organization. The organization's color (a line along the top, the tile, the current
// navigation item) makes two tabs in two organizations easy to tell apart.
import type { ComponentProps, ReactNode } from 'react'
import type { IconName } from '@/components/ui/icon'
import { CommandPalette } from '@/components/command-palette'
import { NavLink } from '@/components/nav-link'
import { PageOwnerProvider } from '@/components/page-owner'
import { OrganizationName, OrganizationSwitcher, type SwitcherOrganization } from '@/components/organization-switcher'
import { orgHue } from '@/components/ui/avatar'
import { Toaster } from '@/components/ui/toaster'
import { UserMenu } from '@/components/user-menu'

type AppShellProps = {
  organization: SwitcherOrganization
  /** False if the person has only one organization. */
  switches: boolean
  navigation: readonly { label: string; path: string; also?: string; icon: IconName }[]
  person: string
  user: ComponentProps<typeof UserMenu>['user']
  signOut: ComponentProps<typeof UserMenu>['signOut']
  viewAs: ComponentProps<typeof UserMenu>['signOut']
  undo: ComponentProps<typeof Toaster>['undo']
  hasAccessReport: boolean
  seesInvitations: boolean
  children: ReactNode
}

// One header with two layouts: a bar with the navigation at the bottom of a phone's screen, a sidebar on a desktop.
export function AppShell({ organization, switches, navigation, person, user, undo, children, ...rest }: AppShellProps) {
  const { signOut, viewAs, hasAccessReport, seesInvitations } = rest
  const base = `/o/${organization.slug}`
  return (
    <PageOwnerProvider organization={organization.slug} person={person}>
      <div data-org-hue={orgHue(organization.id, organization.hue)} className="shell">
        <header>
          {switches ? <OrganizationSwitcher current={organization} /> : <OrganizationName {...organization} />}
          <CommandPalette
            organization={{ slug: organization.slug, name: organization.name }}
            navigation={navigation.map(({ label, path, icon }) => ({ label, href: `${base}${path}`, icon }))}
            actions={{ signOut, viewAs }}
            hasAccessReport={hasAccessReport}
            seesInvitations={seesInvitations}
          />
          <nav aria-label="Organization" className="shell-nav">
            {navigation.map(({ label, path, also, icon }) => (
              <NavLink
                key={path}
                href={`${base}${path}`}
                also={also && `${base}${also}`}
                exact={path === ''}
                icon={icon}
                label={label}
              />
            ))}
          </nav>
          <UserMenu user={user} signOut={signOut} place="sidebar" />
        </header>
        <main id="content">{children}</main>
        <Toaster undo={undo} />
      </div>
    </PageOwnerProvider>
  )
}
