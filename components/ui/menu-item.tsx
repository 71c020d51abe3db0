// Items of a <DropdownMenu>. In a file of its own, because server components call menuItemClass.
import type { ReactNode } from 'react'

export const menuItemClass = (danger = false): string => (danger ? 'menu-item menu-item-danger' : 'menu-item')

export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className="text-muted px-2.5 pt-2 pb-1 text-xs font-medium">{children}</p>
}

export function MenuSeparator() {
  return <hr role="separator" className="-mx-1 my-1" />
}
