import { cache } from 'react'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { RelativeTime } from '@/components/relative-time'
import type { MemberSession } from '@/lib/pages'
import { findTransferToMe } from '@/lib/organizations/transfer'

const offerTo = cache(findTransferToMe)

/** Begins to read the offer, so that it travels with the data of the page. The component reports a failure. */
export const prepareOffer = (session: MemberSession): void => void offerTo(session).catch(() => {})

/** Shown on the overview of the recipient, because with TENANCY_MODE=single there is no picker that could show the offer. */
export async function TransferOffer({ session }: { session: MemberSession }) {
  const transfer = await offerTo(session)
  if (!transfer) return null
  return (
    <aside
      aria-label="Offer of ownership"
      className="border-info-text/25 bg-info-soft text-info-text mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border px-4 py-3"
    >
      <p className="min-w-0 text-pretty wrap-anywhere">
        <strong className="font-semibold">{transfer.offerer.name}</strong> offers you ownership of {session.org.name}.
        The offer expires <RelativeTime date={transfer.expiresAt} />.
      </p>
      <PageLink
        href={`/o/${session.org.slug}/settings/danger`}
        className={buttonVariants({ variant: 'secondary', size: 'sm' })}
      >
        View the offer
      </PageLink>
    </aside>
  )
}
