import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { TypedConfirmation } from '@/components/typed-confirmation'
import { OrgTile } from '@/components/ui/avatar'
import { Card, CardBody } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import type { OwnedOrganization } from '@/lib/accounts/deletion'
import { listMembers } from '@/lib/members/queries'
import { restorableDays } from '@/lib/organizations/deletion'
import type { PersonSession } from '@/lib/pages'
import { deleteOwnedAction, handOverAction } from '../actions'

// A longer list of members is searched on the members page of the organization.
const offered = 100

type OwnedOrganizationCardProps = { ctx: PersonSession; organization: OwnedOrganization }

/** An organization whose only owner the viewer is, with the choice to hand it over or to delete it. */
export async function OwnedOrganizationCard({ ctx, organization }: OwnedOrganizationCardProps) {
  const { id, name, logoUrl, hue, memberCount } = organization
  const { data } = await listMembers({ ...ctx, organization: id, tokenId: null }, { sort: 'name', limit: offered })
  const others = data.filter(({ userId }) => userId !== ctx.userId)
  return (
    <Card>
      <CardBody className="grid gap-5">
        <div className="flex items-center gap-3.5">
          <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} size="lg" />
          <div className="grid min-w-0 gap-0.5">
            <h2 className="font-semibold tracking-tight wrap-anywhere">{name}</h2>
            <span className="text-muted text-[0.8125rem]">
              {memberCount === 1 ? 'You are its only member.' : `${memberCount} members`}
            </span>
          </div>
        </div>
        {others.length > 0 && (
          <Form action={handOverAction} fields={{ id }}>
            <SelectField name="user_id" label="New owner" defaultValue="" hint={<Search {...organization} />}>
              <option value="">Choose a member</option>
              {others.map(({ userId, name: member, email }) => (
                <option key={userId} value={userId}>
                  {member} ({email})
                </option>
              ))}
            </SelectField>
            <SubmitButton variant="secondary">Make owner</SubmitButton>
          </Form>
        )}
        <div className="border-t pt-5">
          <Dialog
            trigger="Delete organization"
            variant="quiet-danger"
            title={`Delete ${name}?`}
            description={
              <>
                No one can open it. For {restorableDays} days its owners can restore it. To confirm, type its name:{' '}
                <strong className="text-ink font-medium wrap-anywhere">{name}</strong>
              </>
            }
          >
            <Form action={deleteOwnedAction} fields={{ id }}>
              <TypedConfirmation label="Organization name" expected={name} submit="Delete organization" />
            </Form>
          </Dialog>
        </div>
      </CardBody>
    </Card>
  )
}

function Search({ slug, memberCount }: Pick<OwnedOrganization, 'slug' | 'memberCount'>) {
  if (memberCount <= offered) return 'They become an owner immediately.'
  return (
    <>
      The first {offered} by name. You can make anyone else an owner on the{' '}
      <PageLink href={`/o/${slug}/members`} className="text-ink underline underline-offset-4">
        members page
      </PageLink>
      .
    </>
  )
}
