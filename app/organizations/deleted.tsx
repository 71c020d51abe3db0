import { Form } from '@/components/form'
import { exactTime } from '@/components/relative-time'
import { SubmitButton } from '@/components/submit-button'
import { OrgTile } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import type { DeletedOrganization } from '@/lib/organizations/deletion'
import { restoreOrganizationAction } from './actions'

/** The deleted organizations that the viewer can still restore as an owner. */
export function Deleted({ organizations }: { organizations: DeletedOrganization[] }) {
  return (
    <section aria-labelledby="deleted-organizations" className="mt-8">
      <h2 id="deleted-organizations" className="pb-3 font-semibold tracking-tight">
        Deleted
      </h2>
      <Card>
        <ul className="divide-y">
          {organizations.map(({ id, name, logoUrl, hue, restorableUntil }) => (
            <li key={id} className="flex flex-wrap items-center gap-3.5 px-4 py-3.5 sm:px-5">
              <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} size="lg" />
              <div className="grid min-w-0 grow basis-40 gap-0.5">
                <span className="truncate text-[0.9375rem] font-semibold tracking-tight">{name}</span>
                <span className="text-muted text-[0.8125rem]">
                  Deleted, restore until {exactTime(restorableUntil, 'day')}
                </span>
              </div>
              <Form action={restoreOrganizationAction} className="grid gap-2">
                <input type="hidden" name="id" value={id} />
                <SubmitButton variant="secondary">
                  Restore<span className="sr-only"> {name}</span>
                </SubmitButton>
              </Form>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  )
}
