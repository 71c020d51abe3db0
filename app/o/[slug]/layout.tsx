import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { signOutAction } from '@/app/(auth)/sign-out/actions'
import { AppShell } from '@/components/app-shell'
import { FlashNotice } from '@/components/flash-notice'
import { organizationIcon } from '@/components/organization-icon'
import { UndoForm } from '@/components/undo-form'
import { roleName } from '@/lib/permissions/roles'
import { requireOrg } from '@/lib/pages'
import { organizationNavigation, product } from '@/lib/config'
import { readFlash } from '@/lib/flash'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { versionOf } from '@/lib/membership-status/status'
import { LiveStanding } from './live-standing'
import { undoRoleAction } from './members/actions'
import { ViewAsBanner } from './view-as-banner'

type LayoutProps = { params: Promise<{ slug: string }>; children: ReactNode }

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const { org } = await requireOrg(params)
  const suffix = `${org.name} · ${product.name}`
  return {
    title: { template: `%s · ${suffix}`, default: `Overview · ${org.name}` },
    icons: { icon: { url: organizationIcon(org), type: 'image/svg+xml' } },
  }
}

// It guards nothing: a layout is not rendered again on navigation, so every page below calls requireOrg itself.
export default async function OrganizationLayout({ params, children }: LayoutProps) {
  const entry = await requireOrg(params)
  return (
    <AppShell
      organization={{
        ...entry.org,
        logoUrl: entry.logoUrl,
        roleName: roleName(entry.role, entry.customRoles),
      }}
      switches={!isSingleTenancy()}
      navigation={organizationNavigation}
      user={entry.user}
      signOut={signOutAction}
      undo={<UndoForm action={undoRoleAction} />}
    >
      {entry.viewAs && <ViewAsBanner entry={entry} />}
      <FlashNotice flash={await readFlash()} undo={undoRoleAction} />
      {children}
      <LiveStanding
        organization={entry.org}
        roleName={roleName(entry.role, entry.customRoles)}
        version={versionOf(entry)}
      />
    </AppShell>
  )
}
