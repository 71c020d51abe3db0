'use client'

// The command palette: switch organization, go to a page, find people and records, and act. cmdk has the keyboard, the roles of ARIA
// and the order by similarity; the dialog is the browser's.
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { startTransition, useEffect, useRef, useState, type ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { Avatar, OrgTile } from '@/components/ui/avatar'
import type { ActionState } from '@/lib/actions'
import { idle } from './form-context'
import { tellUnanswered } from './keeping-form'
import { useModifierKey } from './modifier-key'
import { goalsOf, matching, matchingWords, organizationsFor, themes } from './palette-goals'
import type { FormAction, Goal, PaletteProps } from './palette-props'
import { PaletteShortcuts } from './palette-shortcuts'
import { toast } from './ui/toast'
import { setThemeAction } from './theme-actions'
import { keepingTyped } from './unanswered'
import { useFirstRow } from './use-first-row'
import { useModal } from './use-modal'
import { usePaletteItems } from './use-palette-items'

export function Palette({ view, onClose, ...props }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useModal(dialog)
  useEffect(() => {
    // The browser would focus cmdk's root, which takes no text.
    dialog.current?.querySelector('input')?.focus()
  }, [view])
  const close = () => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      aria-label={view === 'shortcuts' ? 'Keyboard shortcuts' : 'Command palette'}
      className="palette"
      onClose={onClose}
      onPointerDown={(event) => event.target === event.currentTarget && close()}
    >
      {view === 'shortcuts' ? <PaletteShortcuts {...props} /> : <Commands {...props} close={close} />}
    </dialog>
  )
}

type CommandsProps = Omit<PaletteProps, 'view' | 'onClose'> & { close: () => void }

function Commands({ onView, close, ...props }: CommandsProps) {
  const { organization, navigation, actions, hasAccessReport } = props
  const [text, setText] = useState('')
  const query = text.trim()
  const { items, status } = usePaletteItems(organization?.slug, query)
  // Before the first answer there is nothing to choose from: what comes first would be chosen too early.
  const isReady = status !== 'busy' || query !== ''
  const command = useFirstRow(text)
  const modifier = useModifierKey()
  const router = useRouter()
  const isInNewTab = useRef(false)
  // With the modifier, as a link would.
  const open = (href: string) => {
    if (isInNewTab.current) window.open(href, '_blank', 'noopener')
    else router.push(href)
    close()
  }
  const submit = (action: (data: FormData) => Promise<ActionState | void>, fields: Record<string, string>) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    close()
    startTransition(async () => {
      const answer = await action(data)
      if (answer?.message) toast(answer.message, answer.status === 'error' ? 'danger' : undefined)
    })
  }
  const asForm = (action: FormAction) => (data: FormData) => keepingTyped(action)(idle, data)
  const goal = (each: Goal, group: string) => (
    <Item key={`${group} ${each.href}`} value={each.label} onSelect={() => open(each.href)}>
      <Icon name={each.icon} />
      <span>{each.label}</span>
    </Item>
  )
  return (
    <Command
      ref={command}
      label="Command palette"
      loop
      shouldFilter={false}
      onKeyDownCapture={(event) => (isInNewTab.current = event.metaKey || event.ctrlKey)}
      onPointerDownCapture={(event) => (isInNewTab.current = event.metaKey || event.ctrlKey)}
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={organization ? `Search ${organization.name}, or type a command` : 'Search, or type a command'}
      />
      <Command.List>
        {isReady ? (
          <>
            <Group heading="Switch to">
              {organizationsFor(items, query, organization?.slug).map(
                ({ id, slug, name, logoUrl, hue, roleName, href }) => (
                  <Item key={id} value={`organization ${slug}`} onSelect={() => open(href)}>
                    <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} size="sm" />
                    <span>{name}</span>
                    <small>
                      {slug} · {roleName}
                    </small>
                  </Item>
                ),
              )}
            </Group>
            <Group heading="Go to">{matching(goalsOf(props), query).map((each) => goal(each, 'go'))}</Group>
            <Group heading="People">
              {items.people.map(({ id, name, email, imageUrl }) => (
                <Item key={id} value={`person ${id}`} onSelect={() => open(`/o/${organization!.slug}/members/${id}`)}>
                  <Avatar name={name} imageUrl={imageUrl} size="sm" />
                  <span>{name}</span>
                  <small>{email}</small>
                </Item>
              ))}
            </Group>
            <Group heading="Content">
              {items.records.map(({ path, id, title }) => (
                <Item key={id} value={`record ${id}`} onSelect={() => open(`/o/${organization!.slug}/${path}/${id}`)}>
                  <Icon name={navigation.find(({ href }) => href.endsWith(`/${path}`))?.icon ?? 'list'} />
                  <span>{title}</span>
                </Item>
              ))}
            </Group>
            <Group heading="Actions">
              {matching(items.actions, query).map(({ label, href, why }) => (
                <Item key={href} value={`action ${label}`} disabled={why !== null} onSelect={() => open(href)}>
                  <Icon name={why === null ? 'plus' : 'key'} />
                  <span>{label}</span>
                  {why && <small>{why}</small>}
                </Item>
              ))}
              {matching(hasAccessReport ? [{ label: 'Access: why you see this page' }] : [], query).map(({ label }) => (
                <Item key={label} value={label} onSelect={() => onView('access')}>
                  <Icon name="shield" />
                  <span>{label}</span>
                </Item>
              ))}
              {matching(themes, query).map(({ label, theme }) => (
                <Item
                  key={theme}
                  value={`theme ${theme}`}
                  onSelect={() => submit((data) => setThemeAction(data).catch(tellUnanswered), { theme })}
                >
                  <Icon name={theme} />
                  <span>{label}</span>
                </Item>
              ))}
              {matching([{ label: 'Sign out' }], query).map(({ label }) => (
                <Item key={label} value={label} onSelect={() => submit(asForm(actions.signOut), {})}>
                  <Icon name="forward" />
                  <span>{label}</span>
                </Item>
              ))}
            </Group>
            {organization && actions.viewAs && (
              <Group heading="Preview as">
                {matchingWords(
                  items.roles.map((role) => ({ ...role, label: `Preview as ${role.name}` })),
                  query,
                ).map(({ key, label }) => (
                  <Item
                    key={key}
                    value={`preview ${key}`}
                    onSelect={() => submit(asForm(actions.viewAs!), { organization: organization.slug, role: key })}
                  >
                    <Icon name="members" />
                    <span>{label}</span>
                  </Item>
                ))}
              </Group>
            )}
          </>
        ) : (
          <p role="status" className="palette-loading">
            Loading…
          </p>
        )}
        {isReady && (
          <Command.Empty>
            {status === 'failed'
              ? 'You’re offline or we can’t be reached.'
              : status === 'busy'
                ? 'Searching…'
                : `No results for “${query}”.`}
          </Command.Empty>
        )}
      </Command.List>
      <footer>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> to choose
        </span>
        <span>
          <kbd>Enter</kbd> to open, <kbd>{modifier}</kbd> <kbd>Enter</kbd> in a new tab
        </span>
      </footer>
    </Command>
  )
}

const Group = ({ heading, children }: { heading: string; children: ReactNode[] | ReactNode }) =>
  [children].flat(2).some(Boolean) && <Command.Group heading={heading}>{children}</Command.Group>

const Item = Command.Item
