import type { Metadata } from 'next'
import { Field, SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { PageLink } from '@/components/page-link'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { can } from '@/lib/permissions/grants'
import { type MemberSession, requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { approversFor } from '../../../approvers'
import { AccessDenied } from '../../../access-denied'
import { createApiKeyAction } from '../actions'
import { CreatedKey } from './created-key'
import { lifetimes } from './key-form'
import { PermissionBoxes } from './permission-boxes'
import { PermissionGroup } from './permission-group'

export const metadata: Metadata = { title: 'New API key' }

type NewApiKeyPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

export default async function NewApiKeyPage({ params, searchParams }: NewApiKeyPageProps) {
  const session = await requireOrg(params)
  const scope = (await readParams(searchParams)).scope === 'own' ? 'own' : 'role'
  const settings = `/o/${session.org.slug}/settings`
  const path = `${settings}/api-keys`
  return (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ label: 'Settings', href: settings }, { label: 'API keys', href: path }, { label: 'New' }]}
          />
        }
        title="New API key"
        description="It may do what you choose here, as long as you may do it yourself, and stops when you leave."
      />
      {can(session, 'org:api_keys:write') ? (
        <Card>
          <CardBody className="pb-6 first:pt-6 sm:px-6">
            <Form action={createApiKeyAction}>
              <CreatedKey path={path}>
                <Field
                  name="name"
                  label="Name"
                  required
                  maxLength={80}
                  autoComplete="off"
                  hint="What uses it, such as “Nightly export”."
                />
                <Scope session={session} path={path} scope={scope} />
                <SelectField name="expires" label="Expires" defaultValue="90" hint="After that it gets no more tokens.">
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
      ) : (
        <AccessDenied session={session} permission="org:api_keys:write" back={['/settings/api-keys', 'API keys']} />
      )}
    </div>
  )
}

type ScopeProps = { session: MemberSession; path: string; scope: 'role' | 'own' }

/** A role, or permissions of the key's own: two addresses of one form, so that the choice needs no script. */
async function Scope({ session, path, scope }: ScopeProps) {
  const ask = await approversFor(session)
  return (
    <div className="grid gap-4">
      <input type="hidden" name="scope" value={scope} />
      <div className="max-w-full justify-self-start">
        <Segmented
          label="It may do"
          items={[
            { label: 'What a role may', href: `${path}/new`, current: scope === 'role' },
            { label: 'Chosen permissions', href: `${path}/new?scope=own`, current: scope === 'own' },
          ]}
        />
      </div>
      {scope === 'role' ? (
        <SelectField name="role" label="Role" defaultValue="viewer" hint={whyNotAll(session, ask)}>
          <RoleOptions holder={session} />
        </SelectField>
      ) : (
        <PermissionGroup>
          <PermissionBoxes session={session} ask={ask} />
        </PermissionGroup>
      )}
    </div>
  )
}
