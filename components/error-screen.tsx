// Every page preloads this, so it imports nothing. It shows only the error's digest, which is in the server's log
// together with the cause, and no message.
const digestOf = (error: unknown) =>
  typeof error === 'object' && error && 'digest' in error ? String(error.digest) : undefined

export function ErrorScreen({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = digestOf(error)
  return (
    <div className="m-auto flex min-h-[70dvh] w-full max-w-md flex-col items-start justify-center gap-4 p-6">
      <h1 className="text-2xl font-semibold tracking-[-0.025em]">Something went wrong</h1>
      <p className="text-muted text-[0.9375rem] text-pretty">
        The error is on our side and has been logged. Try again in a moment.
      </p>
      <button
        type="button"
        onClick={() => retry()}
        className="bg-primary text-primary-contrast hover:bg-primary-hover mt-2 h-11 rounded-md px-4 text-sm font-medium sm:h-9"
      >
        Try again
      </button>
      {digest && (
        <p className="text-muted text-[0.8125rem]">
          Reference: <code className="text-ink font-mono">{digest}</code>
        </p>
      )}
    </div>
  )
}
