'use client'

// Opens the palette (palette.tsx), whose code is loaded then, and handles the shortcuts of the whole page. The button needs a script,
// so a browser without one does not show it.
import { useEffect, useRef, useState, type ComponentProps, type ComponentType } from 'react'
import { useRouter } from 'next/navigation'
import { Icon } from '@/components/ui/icon'
import type { AccessDrawer as Drawer } from './access-drawer'
import { useModifierKey } from './modifier-key'
import { remember } from './recent-organizations'
import { toast } from './ui/toast'
import { openPaletteEvent, type PaletteProps, type PaletteView } from './palette-props'

type CommandPaletteProps = Omit<PaletteProps, 'view' | 'onClose' | 'onView'>

// Typing is not a shortcut.
const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName))

const sequenceMs = 1_000

export function CommandPalette(props: CommandPaletteProps) {
  const [view, setView] = useState<PaletteView | null>(null)
  const [Palette, setPalette] = useState<ComponentType<PaletteProps>>()
  const [AccessDrawer, setAccessDrawer] = useState<ComponentType<ComponentProps<typeof Drawer>>>()
  const router = useRouter()
  const modifier = useModifierKey()
  const began = useRef(-Infinity)
  const { organization, navigation, hasAccessReport } = props
  useEffect(() => {
    if (organization) remember(organization.slug)
  }, [organization])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (key === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault()
        return setView((now) => (now === 'commands' ? null : 'commands'))
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event) || document.querySelector('dialog[open]'))
        return
      const isSecond = performance.now() - began.current < sequenceMs
      began.current = key === 'g' ? performance.now() : -Infinity
      const goal = isSecond && navigation.find(({ label }) => label.toLowerCase().startsWith(key))
      if (goal) router.push(goal.href)
      else if (event.key === '?') setView('shortcuts')
      else if (key === 'a' && hasAccessReport) setView('access')
      else if (event.key === '/') {
        const field = document.querySelector<HTMLElement>('main input[type="search"]')
        if (!field) return
        event.preventDefault()
        field.focus()
      }
    }
    const open = () => setView('commands')
    addEventListener('keydown', onKey)
    addEventListener(openPaletteEvent, open)
    return () => {
      removeEventListener('keydown', onKey)
      removeEventListener(openPaletteEvent, open)
    }
  }, [navigation, router, hasAccessReport])
  useEffect(() => {
    // Not React's lazy(), which keeps a failure and ends the page with it: the next time may succeed.
    const fail = () => {
      toast(navigator.onLine ? 'This couldn’t be loaded. Reload the page.' : 'You’re offline.', 'danger')
      setView(null)
    }
    if (view === 'access') import('./access-drawer').then((module) => setAccessDrawer(() => module.AccessDrawer), fail)
    else if (view) import('./palette').then((module) => setPalette(() => module.Palette), fail)
  }, [view])
  // A dialog reports its end later, when the other one may already be open.
  const endDrawer = () => setView((now) => (now === 'access' ? null : now))
  const endPalette = () => setView((now) => (now === 'access' ? now : null))
  return (
    <>
      <div className="palette-buttons">
        <button type="button" className="palette-button" aria-haspopup="dialog" onClick={() => setView('commands')}>
          <Icon name="search" />
          <span>Search</span>
          <kbd aria-hidden>{modifier === '⌘' ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        {hasAccessReport && (
          <button
            type="button"
            className="access-button"
            aria-haspopup="dialog"
            aria-label="Access"
            title="Why you see this page (A)"
            onClick={() => setView('access')}
          >
            <Icon name="shield" />
          </button>
        )}
      </div>
      {view === 'access' && AccessDrawer && organization && (
        <AccessDrawer organization={organization} viewAs={props.actions.viewAs} onClose={endDrawer} />
      )}
      {view && view !== 'access' && Palette && <Palette {...props} view={view} onClose={endPalette} onView={setView} />}
    </>
  )
}
