import { PageLink } from '@/components/page-link'
import { Alert } from '@/components/ui/alert'
import type { MyOffer } from '@/lib/organizations/transfer'

/** The organizations whose ownership is offered to the viewer. Each offer is answered in its organization. */
export function MyOffers({ offers }: { offers: MyOffer[] }) {
  return (
    <ul className="mb-6 grid gap-3">
      {offers.map(({ organization: { id, name, slug } }) => (
        <li key={id}>
          <Alert title={`${name} is offered to you`}>
            <p className="wrap-anywhere">
              You can become its owner.{' '}
              <PageLink href={`/o/${slug}/settings/danger`} className="font-medium underline underline-offset-4">
                View the offer
              </PageLink>
            </p>
          </Alert>
        </li>
      ))}
    </ul>
  )
}
