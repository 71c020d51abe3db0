// Items of a <DropdownMenu>. In a file of its own, because server components call menuItemClass.
import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export function menuItemClass(danger = false) {
  return clsx(
    'flex min-h-11 w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left outline-none hover:bg-hover focus-visible:bg-hover focus-visible:inset-ring-2 focus-visible:inset-ring-ring sm:min-h-8.5 [&_svg]:size-4 [&_svg]:shrink-0',
    danger && 'text-danger-text',
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className="text-muted px-2.5 pt-2 pb-1 text-xs font-medium">{children}</p>
}

export function MenuSeparator() {
  return <hr role="separator" className="-mx-1 my-1" />
}
