import type { ReactNode } from 'react'
import { signOutAction } from '@/app/(auth)/sign-out/actions'
import { AccountShell } from '@/components/account-shell'
import { FlashNotice } from '@/components/flash-notice'
import { readFlash } from '@/lib/flash'
import { requireUser } from '@/lib/pages'

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { user, userId } = await requireUser('/account')
  return (
    <AccountShell person={userId} user={user} signOut={signOutAction} wide>
      <FlashNotice flash={await readFlash()} />
      {children}
    </AccountShell>
  )
}
