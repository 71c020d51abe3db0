'use client'

// Switches organizations by plain links: a page's organization is the one in its URL, so that two tabs can show two of
// them, and opening a page makes its organization the active one. A link keeps the section, such as Members. The list is fetched when the pointer or focus reaches
// the button; without JavaScript there is a link to the list.
import { usePathname } from 'next/navigation'
import { useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { MenuLink } from '@/components/menu-link'
import { OrgTile } from '@/components/ui/avatar'
import { DropdownMenu } from '@/components/ui/dropdown-menu'
import { MenuLabel, menuItemClass, MenuSeparator } from '@/components/ui/menu-item'
import { openPaletteEvent } from './palette-props'
import { inOrder, pinnedOrganizations, togglePin } from './recent-organizations'
import { fetchPalette, sectionOfPath, type PaletteItems } from './use-palette-items'

export type SwitcherOrganization = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  hue: number | null
  roleName: string
}

const freshMs = 5_000
const shownOfMany = 8

type Choice = PaletteItems['organizations'][number]

function searchAll({ currentTarget }: { currentTarget: HTMLElement }): void {
  currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
  dispatchEvent(new Event(openPaletteEvent))
}

export function OrganizationSwitcher({ current }: { current: SwitcherOrganization }) {
  const [found, setFound] = useState<PaletteItems>()
  const section = sectionOfPath(usePathname())
  const [status, setStatus] = useState<'idle' | 'busy' | 'failed'>('idle')
  const askedAt = useRef(-Infinity)
  const [pinned, setPinned] = useState<string[]>([])
  // The order changes when the menu is opened the next time, so that no row moves away from under the pointer.
  const [order, setOrder] = useState<string[]>([])
  const load = () => {
    setPinned(pinnedOrganizations())
    setOrder(pinnedOrganizations())
    if (performance.now() - askedAt.current < freshMs) return
    askedAt.current = performance.now()
    setStatus('busy')
    fetchPalette({ section }).then(
      (answer) => {
        setFound(answer)
        setStatus('idle')
      },
      () => {
        askedAt.current = -Infinity
        setStatus('failed')
      },
    )
  }
  const shown = inOrder(found?.organizations ?? [{ ...current, href: `/o/${current.slug}` }], order, current.slug)
  const isLong = shown.length > shownOfMany
  return (
    <DropdownMenu
      label="Switch organization"
      onIntent={load}
      isBusy={status === 'busy' && !found}
      trigger={<Trigger {...current} />}
      triggerClassName="switcher"
      className="w-76 max-w-[calc(100vw-1rem)]"
    >
      <MenuLabel>Organizations</MenuLabel>
      {/* A long list scrolls, so that the items after it stay visible. */}
      <div
        role="group"
        aria-label="Organizations"
        className="max-h-[min(19rem,45dvh)] overflow-y-auto overscroll-contain"
      >
        {shown.slice(0, isLong ? shownOfMany : undefined).map((organization, index) => (
          <Item
            key={organization.id}
            {...organization}
            digit={index + 1}
            isCurrent={organization.id === current.id}
            isPinned={pinned.includes(organization.id)}
            onPin={() => setPinned(togglePin(organization.id))}
          />
        ))}
      </div>
      {isLong && (
        <button type="button" role="menuitem" className={menuItemClass()} onClick={searchAll}>
          <Icon name="search" className="text-muted mx-1" />
          Search all {shown.length} organizations
        </button>
      )}
      {status === 'failed' && (
        <p role="status" className="text-muted px-2 py-1.5">
          Your other organizations could not be loaded.
        </p>
      )}
      <MenuSeparator />
      {found && found.invitations > 0 && (
        <MenuLink href="/organizations">
          <Icon name="mail" className="text-muted mx-1" />
          {pendingInvitations(found.invitations)}
        </MenuLink>
      )}
      <MenuLink href="/organizations">
        <Icon name="list" className="text-muted mx-1" />
        All organizations
      </MenuLink>
      <MenuLink href="/organizations/new">
        <Icon name="plus" className="text-muted mx-1" />
        Create organization
      </MenuLink>
    </DropdownMenu>
  )
}

const pendingInvitations = (count: number): string => `${count} pending ${count === 1 ? 'invitation' : 'invitations'}`

/** Replaces the switcher for a person with one organization. */
export function OrganizationName(organization: SwitcherOrganization) {
  return (
    <div className="switcher">
      <Tile {...organization} />
    </div>
  )
}

function Trigger(organization: SwitcherOrganization) {
  return (
    <>
      <span className="sr-only">Switch organization, </span>
      <Tile {...organization} />
      <Icon name="chevrons" />
    </>
  )
}

function Tile({ id, name, logoUrl, hue, roleName }: SwitcherOrganization) {
  return (
    <>
      <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} />
      <span className="two-lines">
        <span>{name}</span>
        <span>{roleName}</span>
      </span>
    </>
  )
}

type ItemProps = Choice & { digit: number; isCurrent: boolean; isPinned: boolean; onPin: () => void }

/** `digit`: the key that opens it while the menu is open. The arrow keys to the right and back reach the pin. */
function Item({ id, slug, href, name, logoUrl, hue, roleName, digit, isCurrent, isPinned, onPin }: ItemProps) {
  return (
    <div role="none" className="menu-row">
      <MenuLink href={href} aria-current={isCurrent || undefined} data-digit={digit}>
        <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} size="sm" />
        <span className="two-lines">
          <span>{name}</span>
          {/* The role comes first: a long address is cut off at its end. */}
          <span>
            {roleName} · {slug}
          </span>
        </span>
        {isCurrent ? <Icon name="check" /> : digit < 10 && <kbd aria-hidden>{digit}</kbd>}
      </MenuLink>
      <button
        type="button"
        role="menuitemcheckbox"
        aria-checked={isPinned}
        aria-label={`Pin ${name}`}
        title={isPinned ? 'Unpin' : 'Pin to the top'}
        tabIndex={-1}
        data-aside
        className="menu-aside"
        onClick={onPin}
      >
        <Icon name="pin" />
      </button>
    </div>
  )
}
