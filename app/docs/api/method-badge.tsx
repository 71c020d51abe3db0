import type { Method } from '@/lib/openapi/description'

/** `short`: small, next to a link. */
export function MethodBadge({ method, short }: { method: Method; short?: boolean }) {
  return (
    <span data-method={method} className={short ? 'method short' : 'method'}>
      {short && method === 'DELETE' ? 'DEL' : method}
    </span>
  )
}
