'use client'

// Replaces the whole document, because the root layout itself has failed.
import { ErrorScreen } from '@/components/error-screen'
import './globals.css'

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Something went wrong</title>
        <main id="content">
          <ErrorScreen error={error} retry={retry} />
        </main>
      </body>
    </html>
  )
}
