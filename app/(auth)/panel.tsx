import type { ReactNode } from 'react'

type PanelProps = {
  /** Above the title, such as the tile of an organization. */
  mark?: ReactNode
  title: string
  description?: ReactNode
  children?: ReactNode
  footer?: ReactNode
}

/** The layout of every page before the sign-in: one column. */
export function Panel({ mark, title, description, children, footer }: PanelProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-7">
      <header className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        {mark && <div className="pb-2.5">{mark}</div>}
        <h1 className="text-[1.75rem] leading-tight font-semibold tracking-[-0.03em] wrap-anywhere">{title}</h1>
        {description && <div className="text-muted text-[0.9375rem] text-pretty wrap-anywhere">{description}</div>}
      </header>
      {children}
      {footer && <p className="text-muted border-t pt-5">{footer}</p>}
    </div>
  )
}

export const linkClass =
  'text-ink hover:decoration-ink rounded-sm font-medium underline decoration-line-strong underline-offset-4'
