import type { ReactNode } from 'react'

type FactsProps = {
  items: (readonly [label: string, value: ReactNode])[]
  /** Beside each other, or one below the other. */
  layout?: 'row' | 'list'
}

/** The properties of a record, as labels with values. */
export function Facts({ items, layout = 'row' }: FactsProps) {
  return (
    <dl className="facts" data-layout={layout}>
      {items.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
