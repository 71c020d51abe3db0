import { PageLink } from '@/components/page-link'
import { exactTime } from '@/components/relative-time'
import { buttonVariants } from '@/components/ui/button'
import { hrefOf, type MemberSession } from '@/lib/pages'

type SecondFactorNoticeProps = Pick<MemberSession, 'org'> & { dueAt: Date }

/** Shown during the grace time to members who lack the second factor that the organization will require. */
export function SecondFactorNotice({ org, dueAt }: SecondFactorNoticeProps) {
  return (
    <aside
      aria-label="Second factor"
      className="border-warning-text/25 bg-warning-soft text-warning-text mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border px-4 py-3"
    >
      <p className="min-w-0 text-pretty wrap-anywhere">
        Starting {exactTime(dueAt)}, {org.name} requires a second factor.
      </p>
      <PageLink
        href={hrefOf('/account/security', { callbackUrl: `/o/${org.slug}` })}
        className={buttonVariants({ variant: 'secondary', size: 'sm' })}
      >
        Set one up
      </PageLink>
    </aside>
  )
}
