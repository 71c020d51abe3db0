'use client'

import { useId, type ReactNode } from 'react'
import { useFormContext } from '@/components/form-context'

/** The boxes with their common error message. */
export function PermissionGroup({ children }: { children: ReactNode }) {
  const messages = useFormContext().errors?.permissions ?? []
  const id = useId()
  return (
    <div
      role="group"
      aria-label="Permissions"
      aria-describedby={messages.length > 0 ? id : undefined}
      className="grid gap-4"
    >
      {messages.length > 0 && (
        <p id={id} className="text-danger-text text-[0.8125rem] font-medium">
          {messages.join(' ')}
        </p>
      )}
      {children}
    </div>
  )
}
