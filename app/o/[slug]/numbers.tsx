import { PageLink } from '@/components/page-link'
import { Card } from '@/components/ui/card'
import { viewerLocale } from '@/lib/pages'

type Item = {
  label: string
  value: number | undefined
  /** There may be more than `value`. */
  isAtLeast?: boolean | undefined
  note?: string | false | undefined
  href: string
}

/** Leaves out numbers that are undefined, which the viewer may not see. */
export function Numbers({ items }: { items: Item[] }) {
  const known = items.filter(({ value }) => value !== undefined)
  if (known.length === 0) return null
  const format = new Intl.NumberFormat(viewerLocale())
  return (
    <Card className="overflow-hidden">
      {/* Each cell has a border at its end and bottom, and the card clips the outer ones, however the cells wrap. */}
      <dl className="-me-px -mb-px grid grid-cols-2 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
        {known.map(({ label, value, isAtLeast, note, href }) => (
          <div
            key={label}
            className="hover:bg-hover relative grid content-start gap-1.5 border-e border-b px-4 py-3.5 transition-colors max-sm:last:odd:col-span-2 sm:px-6 sm:py-4"
          >
            <dt className="text-muted text-[0.8125rem]">{label}</dt>
            <dd className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
              <PageLink
                href={href}
                className="text-[1.625rem] leading-none font-semibold tracking-[-0.03em] tabular-nums -outline-offset-2 after:absolute after:inset-0"
              >
                {format.format(value!)}
                {isAtLeast && '+'}
              </PageLink>
              {note && <span className="text-muted text-[0.8125rem]">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
