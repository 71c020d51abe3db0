'use client'

import { ErrorScreen } from '@/components/error-screen'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main id="content">
      <ErrorScreen error={error} retry={retry} />
    </main>
  )
}
