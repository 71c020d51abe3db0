'use client'

// Toasts in the browser's top layer, above an open dialog. Own code, because sonner is 9.6 kB gzip and adds a <style>
// element that a strict style-src refuses. The layouts of signed-in pages mount it; toast() in ./toast shows one.
import { usePathname } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { Icon } from './icon'
import { dismissToast, readToasts, subscribeToToasts, toast, ToastContext, type ShownToast, type Toast } from './toast'

// Eight seconds, and longer for a long text.
const readableFor = ({ message }: Toast) => Math.max(8000, message.length * 80)

type Flash = Partial<Toast> & { from?: string }

/** Shows the messages that actions have put into cookies, once. `isOurs`: whether this tab acted, by the path of the page. */
function takeFlashes(isOurs: (from: string) => boolean) {
  for (const entry of document.cookie.split('; ')) {
    const [name = '', value = ''] = entry.split('=')
    if (!/^flash(_|$)/.test(name)) continue
    const { message, undo, from } = readFlash(value)
    // Tabs share the cookies.
    if (from && !isOurs(from)) continue
    document.cookie = `${name}=; Max-Age=0; Path=/`
    if (message) toast(message, 'success', undo)
  }
}

// An invalid cookie is ignored, so that it does not break the page.
function readFlash(value: string): Flash {
  try {
    return JSON.parse(decodeURIComponent(value)) as Flash
  } catch {
    return {}
  }
}

const none: readonly ShownToast[] = []

// A row may be gone only when the list has been read again.
const checkedMs = 500

function focusContent(): void {
  const content = document.getElementById('content')
  if (!content || document.activeElement !== document.body) return
  content.tabIndex = -1
  content.focus({ preventScroll: true })
}

/** `undo`: the undo form of a toast; it reads its fields from ToastContext. */
type ToasterProps = { undo?: ReactNode }

export function Toaster({ undo }: ToasterProps) {
  const toasts = useSyncExternalStore(subscribeToToasts, readToasts, () => none)
  const region = useRef<HTMLDivElement>(null)
  // Renders again on navigation, which keeps the layout.
  usePathname()

  // Runs after every render, which follows a navigation and a refresh.
  const paths = useRef<string[]>([])
  useEffect(() => {
    const [here] = paths.current
    const hasMoved = here !== location.pathname
    if (hasMoved) paths.current = [location.pathname, ...(here ? [here] : [])]
    // Who has just arrived may come from a page without a toaster.
    takeFlashes((from) => hasMoved || paths.current.includes(from))
  })

  // Shown from the start, because screen readers announce additions to a live region, but not its first content.
  useEffect(() => region.current?.showPopover(), [])

  useEffect(() => {
    if (toasts.length === 0 || !document.querySelector('dialog:modal')) return
    // Hide and show it, because the last element in the top layer is above an open dialog.
    region.current?.hidePopover()
    region.current?.showPopover()
  }, [toasts])

  const newest = toasts.at(-1)?.id
  // What had the focus may be gone, as the row that an action removed: then the keyboard goes on from the content of the page.
  useEffect(() => {
    if (newest === undefined) return
    const timer = setInterval(focusContent, checkedMs)
    return () => clearInterval(timer)
  }, [newest])
  useEffect(() => {
    if (newest === undefined) return
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog or a menu that is open is closed first.
      const isTaken = event.defaultPrevented || document.querySelector('dialog:modal, [popover=auto]:popover-open')
      if (event.key === 'Escape' && !isTaken) dismissToast(newest)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [newest])
  return (
    <div
      ref={region}
      popover="manual"
      role="status"
      className="inset-auto inset-s-4 inset-e-4 top-auto bottom-(--toasts-bottom) grid grid-cols-[minmax(0,1fr)] gap-2 overflow-visible bg-transparent sm:inset-s-auto sm:w-90"
    >
      {toasts.map((entry) => (
        <ToastCard key={entry.id} {...entry} undoForm={undo} onDone={() => dismissToast(entry.id)} />
      ))}
    </div>
  )
}

type ToastCardProps = Toast & { undoForm: ReactNode; onDone: () => void }

function ToastCard({ message, tone, undo, undoForm, onDone }: ToastCardProps) {
  const [hovered, setHovered] = useState(false)
  const [focused, setFocused] = useState(false)
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })
  useEffect(() => {
    // An error stays until it is dismissed. A success waits under the pointer, and while the focus is in it.
    if (hovered || focused || tone === 'danger') return
    const timer = setTimeout(() => done.current(), readableFor({ message, tone }))
    return () => clearTimeout(timer)
  }, [hovered, focused, message, tone])
  const dismiss = useCallback(() => done.current(), [])
  const context = useMemo(() => ({ undo, dismiss }), [undo, dismiss])
  return (
    <div
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      className="animate-enter bg-raised text-ink shadow-overlay flex items-center gap-3 rounded-lg py-1.5 ps-4 pe-1.5 text-sm"
    >
      <span
        aria-hidden
        className={
          tone === 'danger' ? 'bg-danger size-2 shrink-0 rounded-full' : 'bg-success-text size-2 shrink-0 rounded-full'
        }
      />
      <p className="min-w-0 grow py-1.5 text-pretty">{message}</p>
      {undo && <ToastContext value={context}>{undoForm}</ToastContext>}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={onDone}
        className="text-muted hover:bg-hover hover:text-ink grid size-11 place-items-center self-start rounded-md sm:size-8"
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
