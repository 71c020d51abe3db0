'use client'

// The browser's own <dialog>: focus trap, Escape, top layer and inert background come with it, for 0.5 kB instead of
// the 16 kB of Radix. Its button is an invoker (commandfor), so that it opens with JavaScript off as well; the handler
// is for browsers that do not know invokers yet.
import { useId, type ComponentProps, type ReactNode } from 'react'
import { Button, buttonVariants } from './button'

type TriggerStyle = Pick<ComponentProps<typeof Button>, 'variant' | 'size'>
type DialogProps = { trigger: ReactNode; title: string; description?: ReactNode; children: ReactNode } & TriggerStyle

const find = (id: string) => document.getElementById(id) as HTMLDialogElement | null

/** A button and the dialog that it opens. A <Form> inside closes it when its action succeeds. */
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
      <dialog
        id={id}
        aria-labelledby={`${id}-title`}
        aria-describedby={description ? `${id}-description` : undefined}
        // A press on the backdrop is a press on the dialog element itself; its content fills it to the edge.
        onPointerDown={(event) => event.target === event.currentTarget && event.currentTarget.close()}
        className="open:animate-enter bg-raised text-ink shadow-overlay backdrop:bg-overlay m-auto h-fit w-[calc(100%-2rem)] max-w-md rounded-xl border noscript:has-data-answered:fixed noscript:has-data-answered:inset-0 noscript:has-data-answered:z-30 noscript:has-data-answered:block"
      >
        <div className="grid gap-5 p-6">
          <header className="grid gap-1.5">
            <h2 id={`${id}-title`} className="text-base font-semibold tracking-tight">
              {title}
            </h2>
            {description && (
              <div id={`${id}-description`} className="text-muted text-sm text-pretty">
                {description}
              </div>
            )}
          </header>
          {children}
        </div>
      </dialog>
    </>
  )
}

export function DialogActions({
  className = 'flex flex-col-reverse gap-2 sm:flex-row sm:justify-end',
  ...props
}: ComponentProps<'div'>) {
  return <div className={className} {...props} />
}

/** Leaves the dialog around it without doing anything. */
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
