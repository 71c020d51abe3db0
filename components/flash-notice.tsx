import { Alert } from '@/components/ui/alert'

/** The toaster's stand-in where no script runs. */
export function FlashNotice({ message }: { message: string | undefined }) {
  if (!message) return null
  return (
    <noscript>
      <Alert tone="success" role="status" className="mb-6">
        {message}
      </Alert>
    </noscript>
  )
}
