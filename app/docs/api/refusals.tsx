import type { ReferenceOperation } from '@/lib/openapi/reference'

export function Refusals({ refusals }: { refusals: ReferenceOperation['refusals'] }) {
  return (
    <dl className="divide-y border-y text-[0.8125rem]">
      {refusals.map(({ status, code, sentence }) => (
        <div key={`${status} ${code}`} className="grid gap-x-3 gap-y-0.5 py-2 sm:grid-cols-[2.5rem_13rem_1fr]">
          <dt className="contents">
            <span className="text-muted font-mono">{status}</span>
            <code className="font-mono break-all">{code}</code>
          </dt>
          <dd className="text-muted text-pretty">{sentence}</dd>
        </div>
      ))}
    </dl>
  )
}
