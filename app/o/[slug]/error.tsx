'use client'

import { Button } from '@/components/ui/button'

/** Renders inside the layout, so that the navigation still works. */
export default function OrganizationError({ error, retry }: { error: { digest?: string }; retry: () => void }) {
  return (
    <div className="grid justify-items-start gap-4 py-16">
      <h1 className="text-[1.375rem] font-semibold tracking-[-0.02em]">Something went wrong</h1>
      <p className="text-muted max-w-prose">The error is on our side and has been logged. Try again in a moment.</p>
      <Button onClick={() => retry()}>Try again</Button>
      {error.digest && (
        <p className="text-muted text-[0.8125rem]">
          Reference: <code className="text-ink font-mono">{error.digest}</code>
        </p>
      )}
    </div>
  )
}
