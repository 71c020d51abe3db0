import type { ReactNode } from 'react'
import { signOutAction } from '@/app/(auth)/sign-out/actions'
import { AccountShell } from '@/components/account-shell'
import { FlashNotice } from '@/components/flash-notice'
import { Icon } from '@/components/ui/icon'
import { pickerPath } from '@/lib/auth/start-page'
import { readFlash } from '@/lib/flash'
import { requireUser } from '@/lib/pages'

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { user, userId, activeOrganizationId } = await requireUser('/account')
  return (
    <AccountShell person={userId} user={user} signOut={signOutAction} wide>
      <BackToWork isInOrganization={activeOrganizationId !== null} />
      <FlashNotice flash={await readFlash()} />
      {children}
    </AccountShell>
  )
}

/** The home page leads a signed-in person to their active organization. */
const BackToWork = ({ isInOrganization }: { isInOrganization: boolean }) => (
  <a
    href={isInOrganization ? '/' : pickerPath}
    className="text-muted hover:text-ink -ms-1 -mt-4 mb-4 inline-flex min-h-11 items-center gap-1 rounded-sm pe-1 text-[0.8125rem] font-medium sm:-mt-6 sm:mb-6 sm:min-h-6"
  >
    <Icon name="forward" className="size-4 rotate-180" />
    {isInOrganization ? 'Back to your organization' : 'Your organizations'}
  </a>
)
