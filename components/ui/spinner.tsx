import { clsx } from 'clsx'

/** Decorative: say in words nearby what is loading. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      className={clsx('size-4 animate-spin fill-none stroke-current stroke-2', className)}
    >
      <circle cx="8" cy="8" r="6" className="opacity-25" />
      <path d="M14 8a6 6 0 0 0-6-6" strokeLinecap="round" />
    </svg>
  )
}
