'use client'

// The menu of a row of a list. A table has one, which opens for a row. Its trigger is a link to the page of the record, so
// that it works without JavaScript and opens in a new tab.
import { useEffect, useId, useRef, type MouseEvent } from 'react'
import { MenuLink } from '@/components/menu-link'
import { MenuPopover } from '@/components/ui/dropdown-menu'
import { menuItemClass } from '@/components/ui/menu-item'

/** The actions that rows may offer, by the last segment of their page's path. */
export type RowActions = Record<string, { label: string; danger?: true }>

type RowMenuTriggerProps = { href: string; name: string; isOpen: boolean; onOpen: () => void }

const opensElsewhere = (event: MouseEvent) => event.metaKey || event.ctrlKey || event.shiftKey

export function RowMenuTrigger({ href, name, isOpen, onOpen }: RowMenuTriggerProps) {
  return (
    <a
      href={href}
      className="row-menu"
      aria-label={`Actions for ${name}`}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={(event) => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        onOpen()
      }}
    />
  )
}

/** Replaces the trigger where a row has no action. `reason`: see DataTable. */
export function RowLock({ reason, name }: { reason: string; name: string }) {
  return (
    <button
      type="button"
      className="row-lock"
      popoverTarget={`reason-${reason}`}
      aria-label={`Why ${name} is locked`}
    />
  )
}

type RowMenuProps = {
  name: string
  path: string
  actions: { key: string; label: string; danger?: true }[]
  onClose: () => void
}

export function RowMenu({ name, path, actions, onClose }: RowMenuProps) {
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
      {actions.map(({ key, label, danger }) => (
        <MenuLink key={key} href={`${path}/${key}`} scroll={false} className={menuItemClass(danger)}>
          {label}
        </MenuLink>
      ))}
    </MenuPopover>
  )
}
