import { clsx } from 'clsx'

/** Stands where content will be, with its size, so that nothing jumps. Hidden from readers: say "Loading" once nearby. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('bg-hover block animate-pulse rounded-md', className)} />
}
