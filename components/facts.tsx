import type { ReactNode } from 'react'

/** The properties of a record, as labels with values. */
export function Facts({ items }: { items: (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t px-5 py-4 first:border-t-0 sm:grid-cols-4 sm:px-6">
      {items.map(([label, value]) => (
        <div key={label} className="grid min-w-0 gap-1">
          <dt className="text-muted text-[0.8125rem]">{label}</dt>
          <dd className="truncate">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
