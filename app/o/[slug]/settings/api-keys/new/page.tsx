import { z } from 'zod'
import { Field, SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { SubmitButton } from '@/components/submit-button'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { product } from '@/lib/config'
import type { MemberSession } from '@/lib/pages'
import { approversFor } from '../../../approvers'
import { orgPage } from '../../../org-page'
import { disabledReasons } from '../../disabled-reasons'
import { PermissionBoxes } from '../../permission-boxes'
import { createApiKeyAction } from '../actions'
import { CreatedKey } from './created-key'
import { lifetimes } from './key-form'
import { ReachNote, reachingRoles } from './reach-note'

const page = orgPage(
  {
    permission: 'org:api_keys:write',
    title: 'New API key',
    back: ['/settings/api-keys', 'API keys'],
    search: z.object({ scope: z.enum(['role', 'own']).catch('role') }),
  },
  ({ session, home, search: { scope } }) => {
    const path = `${home}/settings/api-keys`
    return (
      <div className="max-w-3xl">
        <PageHeader
          breadcrumb={<Breadcrumb items={[{ label: 'API keys', href: path }, { label: 'New' }]} />}
          title="New API key"
          description="It never has more access than you, and stops working when you leave."
        />
        <Card>
          <CardBody>
            <Form action={createApiKeyAction} fields={{ scope }}>
              <CreatedKey path={path} title={`API key created · ${session.org.name} · ${product.name}`}>
                <Field
                  name="name"
                  label="Name"
                  maxLength={80}
                  autoComplete="off"
                  hint="What it’s for, such as “Nightly export”."
                />
                <Scope session={session} path={path} scope={scope} />
                <SelectField
                  name="expires"
                  label="Expires"
                  defaultValue="90"
                  hint="After that it can’t get new tokens."
                >
                  {lifetimes.map(([value, label]) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </SelectField>
                <div className="flex flex-wrap gap-2">
                  <SubmitButton>Create API key</SubmitButton>
                  <PageLink href={path} className={buttonVariants({ variant: 'ghost' })}>
                    Cancel
                  </PageLink>
                </div>
              </CreatedKey>
            </Form>
          </CardBody>
        </Card>
      </div>
    )
  },
)

export default page
export const { generateMetadata } = page

type ScopeProps = { session: MemberSession; path: string; scope: 'role' | 'own' }

/** Chooses between a role and own permissions. Each has its own URL, so that the choice works without a script. */
async function Scope({ session, path, scope }: ScopeProps) {
  return (
    <div className="grid gap-4">
      <div className="max-w-full justify-self-start">
        <Segmented
          label="Access"
          items={[
            { label: 'Use a role', href: `${path}/new`, current: scope === 'role' },
            { label: 'Custom permissions', href: `${path}/new?scope=own`, current: scope === 'own' },
          ]}
        />
      </div>
      {scope === 'role' ? (
        <div>
          <SelectField
            name="role"
            label="Role"
            defaultValue="viewer"
            hint={whyNotAll(session, await approversFor(session))}
          >
            <RoleOptions holder={session} marked={reachingRoles(session)} />
          </SelectField>
          <div aria-live="polite">
            <div data-needs-marked className="pt-4">
              <ReachNote title="With this role it can bring people in or change roles" />
            </div>
          </div>
        </div>
      ) : (
        <>
          <PermissionBoxes checked={[]} disabledReasons={await disabledReasons(session)} />
          <ReachNote title="If it can invite people or change members or roles, that outlasts the key" />
        </>
      )}
    </div>
  )
}
