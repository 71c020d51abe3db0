// The signed-in person with the link to their account, the theme and sign-out. On a phone behind a button, in the browser's
// popover; on a wide screen it is open. It works without JavaScript.
import type { ComponentProps } from 'react'
import { Form } from '@/components/form'
import { KeepingForm } from '@/components/keeping-form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from './submit-button'
import { ThemeSwitch } from '@/components/theme-switch'
import { Avatar } from '@/components/ui/avatar'
import { Icon } from '@/components/ui/icon'

type UserMenuProps = {
  user: { name: string; email: string; imageUrl: string | null }
  signOut: ComponentProps<typeof Form>['action']
  /** Where it is shown: at the bottom of the sidebar, or in the top bar. */
  place: 'sidebar' | 'bar'
}

export function UserMenu({ user, signOut, place }: UserMenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget="user-menu"
        aria-label={`User menu, ${user.name}`}
        className="user-button"
        data-place={place}
      >
        <Avatar name={user.name} imageUrl={user.imageUrl} />
      </button>
      <div id="user-menu" popover="auto" data-align="end" className="menu user-menu" data-place={place}>
        <PageLink href="/account">
          <span className="sr-only">Your account, </span>
          <Avatar name={user.name} imageUrl={user.imageUrl} />
          <div className="two-lines">
            <span>{user.name}</span>
            <span>{user.email}</span>
          </div>
          <Icon name="settings" />
        </PageLink>
        <div>
          <ThemeSwitch as={KeepingForm} />
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
