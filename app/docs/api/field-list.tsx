import type { Field } from '@/lib/openapi/fields'

/** In a response every field is present unless it says "where it applies"; a request needs only those marked required. */
export function FieldList({ fields, answered }: { fields: Field[]; answered?: boolean }) {
  return (
    <dl className="divide-y border-y">
      {fields.map(({ name, type, required, description, constraints }) => (
        <div key={name} className="grid gap-1 py-3">
          <dt className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
            <code className="font-mono text-[0.8125rem] font-medium break-all">{name}</code>
            <span className="text-muted text-xs">{type}</span>
            {!answered && required && <span className="text-warning-text text-xs font-medium">required</span>}
            {answered && !required && <span className="text-muted text-xs">where it applies</span>}
          </dt>
          {(description ?? constraints.length > 0) && (
            <dd className="text-muted text-[0.8125rem] text-pretty break-words">
              {[description, constraints.length > 0 && `${sentence(constraints)}.`].filter(Boolean).join(' ')}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

const sentence = ([first = '', ...rest]: string[]) =>
  [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join('; ')
