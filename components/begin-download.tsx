'use client'

// Starts the download when the form around it has succeeded. Without a script the person follows the link.
import { useEffect } from 'react'
import { useFormContext } from '@/components/form-context'

export function BeginDownload({ href }: { href: string }) {
  const state = useFormContext()
  const ready = state.status === 'success'
  useEffect(() => {
    // The response is an attachment, so the page stays open.
    if (ready) location.assign(href)
  }, [ready, href, state])
  if (!ready) return null
  return (
    <p className="text-sm">
      Your archive is being downloaded.{' '}
      <a href={href} className="font-medium underline underline-offset-4">
        Download it here
      </a>{' '}
      if the download doesn’t start.
    </p>
  )
}
