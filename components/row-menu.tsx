'use client'

// The menu of a row of a list. A table has one, which opens for a row. Its trigger is a link to the page of the record, so
// that it works without JavaScript and opens in a new tab.
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { MenuLink } from '@/components/menu-link'
import type { RowAction } from '@/components/table-rows'
import { MenuPopover } from '@/components/ui/dropdown-menu'
import { menuItemClass } from '@/components/ui/menu-item'

type Trigger = { href: string; name: string; isOpen: boolean; isButton: boolean }

/**
 * `isButton`: if all actions of the row happen at once, there is nothing to link to. Functions and not components, for the reason of
 * table-cell.tsx; the table handles the press.
 */
export function rowMenuTrigger({ href, name, isOpen, isButton }: Trigger): ReactNode {
  const common = {
    className: 'row-menu',
    'aria-label': `Actions for ${name}`,
    'aria-haspopup': 'menu',
    'aria-expanded': isOpen || undefined,
  } as const
  return isButton ? <button type="button" {...common} /> : <a href={href} {...common} />
}

/** Replaces the trigger where a row has no action. `reason`: see DataTable. */
export const rowLock = (reason: string, name: string): ReactNode => (
  <button type="button" className="row-lock" popoverTarget={`reason-${reason}`} aria-label={`Why ${name} is locked`} />
)

type RowMenuProps = {
  name: string
  path: string
  actions: [key: string, action: RowAction][]
  /** Does an action that happens at once. */
  onAct: (key: string, action: RowAction) => void
  onClose: () => void
}

export function RowMenu({ name, path, actions, onAct, onClose }: RowMenuProps) {
  const id = useId()
  const shown = useRef(false)
  useEffect(() => {
    if (!shown.current) document.getElementById(id)?.showPopover()
    shown.current = true
  }, [id])
  return (
    <MenuPopover
      id={id}
      label={`Actions for ${name}`}
      align="end"
      anchor=".row-menu[aria-expanded='true']"
      onClose={onClose}
    >
      {actions.map(([key, action]) =>
        action.now ? (
          <button
            key={key}
            type="button"
            role="menuitem"
            className={menuItemClass(action.danger)}
            onClick={({ currentTarget }) => {
              currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
              onAct(key, action)
            }}
          >
            {action.label}
          </button>
        ) : (
          <MenuLink key={key} href={`${path}/${key}`} scroll={false} className={menuItemClass(action.danger)}>
            {action.label}
          </MenuLink>
        ),
      )}
    </MenuPopover>
  )
}
