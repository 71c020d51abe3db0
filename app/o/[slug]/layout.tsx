import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { signOutAction } from '@/app/(auth)/sign-out/actions'
import { NotFoundScreen } from '@/app/not-found-screen'
import { AppShell } from '@/components/app-shell'
import { FlashNotice } from '@/components/flash-notice'
import { organizationIcon } from '@/components/organization-icon'
import { UndoForm } from '@/components/undo-form'
import { can } from '@/lib/permissions/grants'
import { roleName } from '@/lib/permissions/roles'
import { asksForAccessReport, findDeletedOrg, findOrg, missing, missingFor, missingTitle } from '@/lib/pages'
import { mayReadAccessReport } from '@/lib/access-report/queries'
import { product } from '@/lib/config'
import { iconNamed } from '@/components/ui/icon'
import { readFlash } from '@/lib/flash'
import { navigation } from '@/lib/organizations/navigation'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { versionOf } from '@/lib/membership-status/status'
import { DeletedScreen } from './deleted-screen'
import { LiveMembership } from './live-membership'
import { startViewAsAction } from './settings/roles/actions'
import { SecondFactorNotice } from './second-factor-notice'
import { undoAction } from './undo-action'
import { ViewAsBanner } from './view-as-banner'

/** `dialog`: a small page above the current one (org-dialog.tsx). */
type LayoutProps = { params: Promise<{ slug: string }>; children: ReactNode; dialog: ReactNode }

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const session = await findOrg((await params).slug)
  if (!session) return { title: missingTitle }
  const { org, hue } = session
  const suffix = `${org.name} · ${product.name}`
  return {
    title: { template: `%s · ${suffix}`, default: `Overview · ${org.name}` },
    icons: { icon: { url: organizationIcon({ ...org, hue }), type: 'image/svg+xml' } },
  }
}

// The layout does not authorize, because Next does not render it again on navigation: orgPage does, on every page below.
export default async function OrganizationLayout({ params, children, dialog }: LayoutProps) {
  const { slug } = await params
  const session = await findOrg(slug)
  if (!session) {
    const deleted = await findDeletedOrg(slug)
    return deleted ? missingFor(<DeletedScreen {...deleted} />) : missing(<NotFoundScreen />)
  }
  if (await asksForAccessReport()) return children
  return (
    <AppShell
      organization={{
        ...session.org,
        logoUrl: session.logoUrl,
        hue: session.hue,
        roleName: roleName(session.role, session.customRoles),
      }}
      switches={!isSingleTenancy()}
      navigation={navigation.map((item) => ({ ...item, icon: iconNamed(item.icon) }))}
      person={session.userId}
      user={session.user}
      signOut={signOutAction}
      viewAs={startViewAsAction}
      hasAccessReport={mayReadAccessReport(session)}
      seesInvitations={can(session, 'org:invitations:read')}
      undo={<UndoForm action={undoAction} />}
    >
      {session.secondFactorDueAt && <SecondFactorNotice {...session} dueAt={session.secondFactorDueAt} />}
      {session.viewAs && <ViewAsBanner session={session} />}
      <FlashNotice flash={await readFlash()} undo={undoAction} />
      {children}
      {dialog}
      <LiveMembership
        organization={session.org}
        roleName={roleName(session.role, session.customRoles)}
        version={versionOf(session)}
      />
    </AppShell>
  )
}
