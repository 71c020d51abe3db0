// The layout of pages that belong to a person, outside of organizations.
import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Brand } from '@/components/brand'
import { PageOwnerProvider } from '@/components/page-owner'
import { Toaster } from '@/components/ui/toaster'
import { UserMenu } from '@/components/user-menu'

type AccountShellProps = Pick<ComponentProps<typeof UserMenu>, 'user' | 'signOut'> & {
  person: string
  /** Leaves room for navigation beside the content. */
  wide?: boolean
  children: ReactNode
}

export function AccountShell({ person, user, signOut, wide, children }: AccountShellProps) {
  return (
    <PageOwnerProvider person={person}>
      <div className="min-h-dvh">
        <header className="flex h-16 items-center gap-4 border-b px-5 sm:px-8">
          <a href="/organizations" className="me-auto inline-flex min-h-11 items-center rounded-sm">
            <Brand />
          </a>
          <UserMenu user={user} signOut={signOut} place="bar" />
        </header>
        <main
          id="content"
          className={clsx('mx-auto w-full px-5 pt-10 pb-20 sm:pt-14', wide ? 'max-w-5xl sm:px-8' : 'max-w-2xl')}
        >
          {children}
        </main>
        <Toaster />
      </div>
    </PageOwnerProvider>
  )
}
