import { clsx } from 'clsx'
import type { Method } from '@/lib/openapi/description'

const tones: Record<Method, string> = {
  GET: 'text-info-text',
  POST: 'text-success-text',
  PUT: 'text-warning-text',
  PATCH: 'text-warning-text',
  DELETE: 'text-danger-text',
}

const grounds: Record<Method, string> = {
  GET: 'bg-info-soft',
  POST: 'bg-success-soft',
  PUT: 'bg-warning-soft',
  PATCH: 'bg-warning-soft',
  DELETE: 'bg-danger-soft',
}

/** `short`: small, next to a link. */
export function MethodBadge({ method, short }: { method: Method; short?: boolean }) {
  return (
    <span
      className={clsx(
        'shrink-0 font-mono font-medium',
        tones[method],
        short ? 'text-[0.625rem]' : ['rounded-sm px-1.5 py-0.5 text-xs', grounds[method]],
      )}
    >
      {short && method === 'DELETE' ? 'DEL' : method}
    </span>
  )
}
