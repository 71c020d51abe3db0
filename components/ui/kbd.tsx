import type { ReactNode } from 'react'

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="bg-surface text-muted inline-grid h-5 min-w-5 place-items-center rounded-sm border px-1 font-sans text-[0.6875rem] font-medium">
      {children}
    </kbd>
  )
}
