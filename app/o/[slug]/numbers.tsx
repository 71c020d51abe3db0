import { PageLink } from '@/components/page-link'
import { Card } from '@/components/ui/card'

type Item = { label: string; value: number | null; href?: string }

/** A number that is null is one that the viewer may not know: it is left out. */
export function Numbers({ items }: { items: Item[] }) {
  return (
    <Card className="overflow-hidden">
      <dl className="grid auto-cols-fr grid-flow-col divide-x">
        {items
          .filter(({ value }) => value !== null)
          .map(({ label, value, href }) => (
            <div key={label} className="hover:has-[a]:bg-hover relative grid gap-1 px-4 py-4 transition-colors sm:px-5">
              <dt className="text-muted text-[0.8125rem]">{label}</dt>
              <dd className="text-[1.625rem] leading-none font-semibold tracking-[-0.03em] tabular-nums">
                {href ? (
                  <PageLink href={href} className="after:absolute after:inset-0">
                    {value}
                  </PageLink>
                ) : (
                  value
                )}
              </dd>
            </div>
          ))}
      </dl>
    </Card>
  )
}
