import { clsx } from 'clsx'

/**
 * A placeholder with the size of the coming content, so that nothing jumps. Hidden from screen readers: say "Loading"
 * once nearby.
 */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('bg-hover block animate-pulse rounded-md', className)} />
}
