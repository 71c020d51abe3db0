'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { orgFetch } from '@/lib/org-token/browser'

/** Calls the API with a token of this page's organization, like a program would. The token itself is not shown. */
export function TryToken({ slug, audience }: { slug: string; audience: string }) {
  const [answer, setAnswer] = useState('')
  const [pending, setPending] = useState(false)

  async function call() {
    setPending(true)
    try {
      const response = await orgFetch(slug, audience)('/api/v1/me')
      setAnswer(`${response.status}  ${JSON.stringify(await response.json(), null, 2)}`)
    } catch {
      setAnswer('You’re offline or we can’t be reached. Nothing was lost. Try again.')
    } finally {
      setPending(false)
    }
  }

  return (
    <div className="grid gap-3 lg:col-span-2 noscript:hidden">
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="secondary" aria-disabled={pending || undefined} onClick={() => !pending && void call()}>
          Try it
        </Button>
        <p className="text-muted text-sm text-pretty">
          Gets a token for this organization and calls <code className="font-mono">GET /api/v1/me</code> with it.
        </p>
      </div>
      <div role="status">
        {answer && (
          <pre tabIndex={0} className="bg-surface overflow-x-auto rounded-lg border p-4 font-mono text-xs leading-5">
            {answer}
          </pre>
        )}
      </div>
    </div>
  )
}
