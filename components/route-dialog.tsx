'use client'

// A page that is shown as a dialog above the list from which it was opened (app/o/[slug]/org-dialog.tsx). Closing it goes
// back to the list.
import { useRouter } from 'next/navigation'
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from 'react'
import { DialogContext, done, rowChangeEvent, type DialogControl, type RowChange } from '@/components/dialog-context'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { DialogPanel } from '@/components/ui/dialog'

type RouteDialogProps = {
  title: string
  description?: ReactNode
  /**
   * The row that the form changes. The dialog closes when the form is sent, and the row shows the choice in the field of that name in
   * its column, or is gone; if the form is refused, the dialog is open again and the row as it was.
   */
  row?: { id: string; field?: string } | undefined
  /** The list to go to when the form has removed the record that the page below shows. */
  list?: string
  children: ReactNode
}

const tell = (change: RowChange) => dispatchEvent(new CustomEvent(rowChangeEvent, { detail: change }))

function chosenIn(form: HTMLFormElement, field: string): RowChange['cells'] {
  const select = form.elements.namedItem(field)
  const badge = select instanceof HTMLSelectElement ? select.selectedOptions[0]?.text : undefined
  return badge ? { [field]: { badge } } : 'as before'
}

export function RouteDialog({ children, row, list, ...props }: RouteDialogProps) {
  const router = useRouter()
  const dialog = useRef<HTMLDialogElement>(null)
  const isSent = useRef(false)
  const isWaiting = useRef(false)
  const wasRefused = useRef(false)
  useEffect(() => {
    const address = location.href
    const isAboveList = document.querySelector('main .data-table') !== null
    dialog.current?.showModal()
    return () => {
      // The form has removed what this page is about, so the answer ended the page before the form could.
      if (!isWaiting.current || location.href !== address) return
      if (isAboveList) router.back()
      else if (list) router.replace(list)
    }
  }, [router, list])
  useEffect(() => {
    // The form has removed all that this page is about, and the page says so instead of showing it.
    if (isWaiting.current && !dialog.current?.querySelector('form')) dialog.current?.close(done)
  })
  const leave = (isDone: boolean) => {
    isWaiting.current = false
    // What was selected is done.
    if (isDone) document.querySelector<HTMLFormElement>('.selection-bar')?.reset()
    // The reason may be that the list is old: the record was changed or removed by someone else.
    else if (wasRefused.current) addEventListener('popstate', () => router.refresh(), { once: true })
    router.back()
  }
  const control: DialogControl = {
    onSent: (form) => {
      isWaiting.current = true
      // A question for a proof stays open above the dialog.
      if (!row || form.querySelector('[data-confirm-prompt]')) return
      tell({ id: row.id, cells: row.field ? chosenIn(form, row.field) : 'gone' })
      isSent.current = true
      dialog.current?.close()
    },
    onRefused: () => {
      isWaiting.current = false
      wasRefused.current = true
      if (!row || !isSent.current) return
      tell({ id: row.id, cells: 'as before' })
      isSent.current = false
      dialog.current?.showModal()
    },
    onDone: () => (isSent.current ? leave(true) : dialog.current?.close(done)),
  }
  return (
    <DialogPanel
      {...props}
      id={useId()}
      ref={dialog}
      // Not a question for a proof, which is a dialog inside this one.
      onClose={(event) => {
        if (event.target === event.currentTarget && !isSent.current) leave(dialog.current?.returnValue === done)
      }}
    >
      <DialogContext value={control}>{children}</DialogContext>
    </DialogPanel>
  )
}

/** A link to the list. In a dialog it closes the dialog. */
export function BackLink({
  children = 'Cancel',
  ...props
}: Pick<ComponentProps<typeof PageLink>, 'href' | 'children'>) {
  return (
    <PageLink
      className={buttonVariants({ variant: 'secondary' })}
      onClick={(event) => {
        const dialog = event.currentTarget.closest('dialog')
        if (!dialog) return
        event.preventDefault()
        dialog.close()
      }}
      {...props}
    >
      {children}
    </PageLink>
  )
}
