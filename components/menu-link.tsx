'use client'

// A link in a <DropdownMenu>. It closes the menu, which a soft navigation would leave open, and reacts to the space
// bar, as the menu pattern requires.
import type { ComponentProps, KeyboardEvent } from 'react'
import { PageLink } from '@/components/page-link'
import { menuItemClass } from '@/components/ui/menu-item'

function onKeyDown(event: KeyboardEvent<HTMLAnchorElement>) {
  if (event.key !== ' ') return
  event.preventDefault()
  event.currentTarget.click()
}

export function MenuLink(props: ComponentProps<typeof PageLink>) {
  return (
    <PageLink
      role="menuitem"
      className={menuItemClass()}
      onKeyDown={onKeyDown}
      onClick={(event) => event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()}
      {...props}
    />
  )
}
