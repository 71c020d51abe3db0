import type { ReactNode } from 'react'
import { signOutAction } from '@/app/(auth)/sign-out/actions'
import { AccountShell } from '@/components/account-shell'
import { FlashNotice } from '@/components/flash-notice'
import { requireUser } from '@/lib/pages'
import { readFlash } from '@/lib/flash'

export default async function OrganizationsLayout({ children }: { children: ReactNode }) {
  const { user, userId } = await requireUser('/organizations')
  return (
    <AccountShell person={userId} user={user} signOut={signOutAction}>
      <FlashNotice flash={await readFlash()} />
      {children}
    </AccountShell>
  )
}
