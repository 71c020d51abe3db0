import type { ReactNode } from 'react'

type EmptyStateProps = { icon?: ReactNode; title: string; description?: ReactNode; children?: ReactNode }

/** An empty list: why it is empty, and as children what to do about it. */
export function EmptyState({ icon, title, description, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-5 rounded-xl border border-dashed px-6 py-14 text-center">
      {icon && (
        <div
          aria-hidden
          className="bg-raised text-muted shadow-raised grid size-11 place-items-center rounded-lg border [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <div className="grid max-w-sm gap-1">
        <h2 className="font-semibold tracking-tight">{title}</h2>
        {description && <p className="text-muted text-pretty">{description}</p>}
      </div>
      {children && <div className="flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
