// The signed-in person with the link to their account, the theme and sign-out. On a phone behind a button, in the browser's popover; from `wide` on it
// is open. It works without JavaScript.
import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { Form } from '@/components/form'
import { Icon } from '@/components/icon'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from './submit-button'
import { ThemeSwitch } from '@/components/theme-switch'
import { Avatar } from '@/components/ui/avatar'

type UserMenuProps = {
  user: { name: string; email: string; imageUrl: string | null }
  signOut: ComponentProps<typeof Form>['action']
  /** Where it is shown: at the bottom of the sidebar, or in the top bar. */
  place: 'sidebar' | 'bar'
}

const openFrom = {
  sidebar: {
    button: 'lg:hidden',
    panel:
      'lg:static lg:grid lg:w-full lg:rounded-none lg:border-0 lg:border-t lg:bg-transparent lg:p-0 lg:pt-3.5 lg:shadow-none lg:[&_[data-user]]:border-0 lg:[&_[data-user]]:px-1 lg:[&_[data-user]]:pb-0',
  },
  bar: {
    button: 'md:hidden',
    panel:
      'md:static md:flex md:w-auto md:items-center md:gap-4 md:rounded-none md:border-0 md:bg-transparent md:p-0 md:shadow-none md:[&_[data-user]]:border-0 md:[&_[data-user]]:p-0',
  },
}

export function UserMenu({ user, signOut, place }: UserMenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget="user-menu"
        aria-label={`User menu, ${user.name}`}
        className={clsx('ml-auto grid size-11 shrink-0 place-items-center rounded-full', openFrom[place].button)}
      >
        <Avatar name={user.name} imageUrl={user.imageUrl} />
      </button>
      <div
        id="user-menu"
        popover="auto"
        data-align="end"
        className={clsx(
          'menu bg-raised text-ink shadow-overlay w-72 max-w-[calc(100vw-1rem)] gap-3 rounded-xl border p-3 open:grid',
          openFrom[place].panel,
        )}
      >
        <div data-user className="border-b pb-3">
          <PageLink
            href="/account"
            aria-label={`Your account, ${user.name}`}
            className="group hover:bg-hover -mx-1.5 flex min-h-11 min-w-0 items-center gap-2.5 rounded-md px-1.5 py-1 transition-colors"
          >
            <Avatar name={user.name} imageUrl={user.imageUrl} />
            <span className="grid min-w-0 grow leading-tight">
              <span className="truncate font-medium">{user.name}</span>
              <span className="text-muted truncate text-xs">{user.email}</span>
            </span>
            <Icon name="settings" className="text-muted group-hover:text-ink size-4 transition-colors" />
          </PageLink>
        </div>
        <div className="flex items-center justify-between gap-2">
          <ThemeSwitch />
          <Form action={signOut} className="contents">
            <SubmitButton variant="ghost" size="sm">
              Sign out
            </SubmitButton>
          </Form>
        </div>
      </div>
    </>
  )
}
