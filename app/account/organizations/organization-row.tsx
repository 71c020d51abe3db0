import { ConfirmButton } from '@/components/confirm-button'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { exactTime } from '@/components/relative-time'
import { RoleBadge } from '@/components/role-badge'
import { SubmitButton } from '@/components/submit-button'
import { OrgTile } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import type { MyOrganization } from '@/lib/organizations/schema'
import { clearDefaultAction, leaveAction, makeDefaultAction } from './actions'

type OrganizationRowProps = {
  organization: MyOrganization
  isDefault: boolean
  /** There are several to begin in. */
  isChoice: boolean
}

export function OrganizationRow({ organization, isDefault, isChoice }: OrganizationRowProps) {
  const { id, slug, name, logoUrl, hue, roleName, joinedAt, needsSecondFactor } = organization
  const fields = { id, name }
  return (
    <li className="flex flex-wrap items-center gap-3.5 px-4 py-3.5 sm:px-5">
      <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} size="lg" />
      <div className="grid min-w-0 grow basis-48 gap-0.5">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <PageLink href={`/o/${slug}`} className="font-medium wrap-anywhere hover:underline">
            {name}
          </PageLink>
          {isDefault && <Badge tone="success">Default</Badge>}
          {needsSecondFactor && <Badge tone="warning">Requires a second factor</Badge>}
        </span>
        <span className="text-muted flex flex-wrap items-center gap-x-2 gap-y-1 text-[0.8125rem]">
          <RoleBadge name={roleName} />
          since {exactTime(joinedAt, 'day')}
        </span>
      </div>
      <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:ps-14.5">
        {isChoice && (
          <Form action={isDefault ? clearDefaultAction : makeDefaultAction} fields={isDefault ? {} : fields}>
            <SubmitButton variant="ghost" size="sm" aria-label={`${isDefault ? 'Unset' : 'Make'} default: ${name}`}>
              {isDefault ? 'Unset default' : 'Make default'}
            </SubmitButton>
          </Form>
        )}
        <ConfirmButton
          action={leaveAction}
          fields={fields}
          trigger={
            <>
              Leave<span className="sr-only"> {name}</span>
            </>
          }
          variant="secondary"
          size="sm"
          title={`Leave ${name}?`}
          submit="Leave"
        >
          You’ll lose access immediately, and your API keys stop working. To return, you’ll need a new invitation.
        </ConfirmButton>
      </div>
    </li>
  )
}
