'use client'

// A page that is shown as a dialog above the list from which it was opened (app/o/[slug]/org-dialog.tsx). Closing it goes
// back to the list.
import { useRouter } from 'next/navigation'
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from 'react'
import { DialogContext, done } from '@/components/dialog-context'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { DialogPanel } from '@/components/ui/dialog'

type RouteDialogProps = { title: string; description?: ReactNode; children: ReactNode }

export function RouteDialog({ children, ...props }: RouteDialogProps) {
  const router = useRouter()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const onClose = () => {
    // What was selected is done.
    if (dialog.current?.returnValue === done) document.querySelector<HTMLFormElement>('.selection-bar')?.reset()
    router.back()
  }
  return (
    <DialogPanel {...props} id={useId()} ref={dialog} onClose={onClose}>
      <DialogContext value={true}>{children}</DialogContext>
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
