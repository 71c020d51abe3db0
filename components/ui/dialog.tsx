'use client'

// A dialog on the browser's <dialog>, which has focus trap, Escape, top layer and inert background, for 0.5 kB instead
// of the 16 kB of Radix. Its button is an invoker (commandfor), so it opens without JavaScript; the handler is for
// browsers without invokers.
import { useId, type ComponentProps, type ReactNode } from 'react'
import { Button, buttonVariants } from './button'

type TriggerStyle = Pick<ComponentProps<typeof Button>, 'variant' | 'size'>
type DialogProps = { trigger: ReactNode; title: string; description?: ReactNode; children: ReactNode } & TriggerStyle

const find = (id: string) => document.getElementById(id) as HTMLDialogElement | null

/** A button with its dialog. A <Form> inside closes the dialog when its action succeeds. */
export function Dialog({ trigger, title, description, children, variant = 'secondary', size }: DialogProps) {
  const id = useId()
  const invoker = { commandfor: id, command: 'show-modal' }
  return (
    <>
      <Button
        {...invoker}
        variant={variant}
        size={size}
        aria-haspopup="dialog"
        onClick={(event) => !('commandForElement' in event.currentTarget) && find(id)?.showModal()}
      >
        {trigger}
      </Button>
      <DialogPanel id={id} title={title} description={description}>
        {children}
      </DialogPanel>
    </>
  )
}

type DialogPanelProps = Pick<DialogProps, 'title' | 'description' | 'children'> &
  Pick<ComponentProps<'dialog'>, 'ref' | 'onClose'> & { id: string }

/** The dialog without a button. */
export function DialogPanel({ id, title, description, children, ...props }: DialogPanelProps) {
  return (
    <dialog
      id={id}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      // A press on the backdrop targets the dialog element itself, because its content fills it completely.
      onPointerDown={(event) => event.target === event.currentTarget && event.currentTarget.close()}
      className="open:animate-enter bg-raised text-ink shadow-overlay backdrop:bg-overlay m-auto h-fit w-[calc(100%-2rem)] max-w-md rounded-xl border noscript:has-data-answered:fixed noscript:has-data-answered:inset-0 noscript:has-data-answered:z-30 noscript:has-data-answered:block"
      {...props}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 p-6">
        <header className="grid gap-1.5">
          <h2 id={`${id}-title`} className="text-base font-semibold tracking-tight">
            {title}
          </h2>
          {description && (
            <div id={`${id}-description`} className="text-muted text-sm text-pretty wrap-anywhere">
              {description}
            </div>
          )}
        </header>
        {children}
      </div>
    </dialog>
  )
}

export function DialogActions({
  className = 'flex flex-col-reverse gap-2 sm:flex-row sm:justify-end',
  ...props
}: ComponentProps<'div'>) {
  return <div className={className} {...props} />
}

/** Closes the surrounding dialog. */
export function DialogCancel({ children = 'Cancel' }: { children?: ReactNode }) {
  return (
    <button
      type="button"
      className={buttonVariants({ variant: 'secondary' })}
      onClick={(event) => event.currentTarget.closest('dialog')?.close()}
    >
      {children}
    </button>
  )
}
