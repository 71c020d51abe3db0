import type { Metadata } from 'next'
import { Field } from '@/components/field'
import { EditConflict, SaveButton } from '@/components/edit-conflict'
import { Form } from '@/components/form'
import { Card, CardBody } from '@/components/ui/card'
import { can } from '@/lib/permissions/grants'
import { type MemberSession, requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { getEnv } from '@/lib/env'
import { getOrganization } from '@/lib/organizations/queries'
import type { Organization } from '@/lib/organizations/schema'
import { slugKeptDays } from '@/lib/organizations/slugs'
import { versionText } from '@/lib/requests/versions'
import { AccessDenied, PermissionHint } from '../access-denied'
import { updateOrganizationAction } from './actions'
import { ExportCard } from './export-card'
import { LogoCard } from './logo-card'
import { SettingsHeader } from './settings-header'

export const metadata: Metadata = { title: 'Settings' }

type SettingsPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

export default async function SettingsPage({ params, searchParams }: SettingsPageProps) {
  const session = await requireOrg(params)
  if (!can(session, 'org:read'))
    return <AccessDenied session={session} title="Settings" permission="org:read" back={null} />
  const organization = can(session, 'org:manage') ? await getOrganization(session) : null
  const { logo: problem } = await readParams(searchParams)
  return (
    <div className="max-w-3xl">
      <SettingsHeader
        slug={session.org.slug}
        current=""
        description={
          organization ? (
            'What this organization is called, and where it lives.'
          ) : (
            <PermissionHint session={session} permission="org:manage" />
          )
        }
      />
      <div className="grid gap-6">
        {organization ? <NameForm organization={organization} /> : <Facts {...session.org} />}
        {organization && <LogoCard org={session.org} logoUrl={organization.logoUrl} problem={problem} />}
        {organization && <ExportCard {...session.org} />}
      </div>
    </div>
  )
}

function NameForm({ organization: { id, name, slug, updatedAt } }: { organization: Organization }) {
  const version = versionText(updatedAt)
  return (
    <Card>
      <CardBody className="pb-6 first:pt-6 sm:px-6">
        <Form action={updateOrganizationAction}>
          <EditConflict
            noun="organization"
            version={version}
            texts={[
              { name: 'name', label: 'Organization name', saved: name },
              { name: 'slug', label: 'Slug', saved: slug },
            ]}
            path={`/o/${slug}/settings`}
          />
          <Field name="name" label="Organization name" defaultValue={name} autoComplete="organization" />
          <Field
            name="slug"
            label="Slug"
            defaultValue={slug}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            hint={
              <>
                Its address is{' '}
                <span className="text-ink font-mono text-xs break-all">{`${getEnv().APP_URL}/o/${slug}`}</span>. After a
                change the old address leads members to the new one, and nobody else gets it for {slugKeptDays} days.
              </>
            }
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <SaveButton version={version}>Save changes</SaveButton>
            <span className="text-muted font-mono text-xs wrap-anywhere">{id}</span>
          </div>
        </Form>
      </CardBody>
    </Card>
  )
}

function Facts({ id, name, slug }: MemberSession['org']) {
  return (
    <Card>
      <CardBody>
        <dl className="grid gap-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
          {Object.entries({ Name: name, Slug: slug, Id: id }).map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  )
}
