import { z } from 'zod'
import { EditConflict, SaveButton } from '@/components/edit-conflict'
import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { getEnv } from '@/lib/env'
import { getOrganization } from '@/lib/organizations/queries'
import type { Organization } from '@/lib/organizations/schema'
import { slugKeptDays } from '@/lib/organizations/slugs'
import type { MemberSession } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'
import { versionText } from '@/lib/requests/versions'
import { PermissionHint } from '../access-denied'
import { orgPage } from '../org-page'
import { exportAction, updateOrganizationAction } from './actions'
import { BeginDownload } from '@/components/begin-download'
import { orgHue } from '@/components/ui/avatar'
import { ColorCard } from './color-card'
import { AccessReportCard } from './access-report-card'
import { LogoCard } from './logo-card'
import { SecondFactorCard } from './second-factor-card'
import { SettingsHeader } from './settings-header'

const page = orgPage(
  {
    permission: 'org:read',
    title: 'Settings',
    header: (session) => <SettingsHeader session={session} current="" />,
    search: z.object({ logo: z.string().optional() }),
    load: async ({ session }) => (can(session, 'org:manage') ? getOrganization(session) : null),
  },
  ({ session, search: { logo: problem }, data: organization }) => (
    <div className="max-w-3xl">
      <SettingsHeader
        session={session}
        current=""
        description={
          organization ? 'Name, address, logo and data.' : <PermissionHint session={session} permission="org:manage" />
        }
      />
      <div className="grid gap-6">
        {organization ? <NameForm organization={organization} /> : <Facts {...session.org} />}
        {organization && <ColorCard name={session.org.name} hue={orgHue(session.org.id, session.hue)} />}
        {organization && (
          <LogoCard org={{ ...session.org, hue: session.hue }} logoUrl={organization.logoUrl} problem={problem} />
        )}
        {organization && <SecondFactorCard from={organization.secondFactorFrom} />}
        {organization && <AccessReportCard since={session.accessReportSince} />}
        {organization && <ExportCard {...session.org} />}
      </div>
    </div>
  ),
)

export default page
export const { generateMetadata } = page

function NameForm({ organization: { id, name, slug, updatedAt } }: { organization: Organization }) {
  const version = versionText(updatedAt)
  return (
    <Card>
      <CardBody>
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
                The address is{' '}
                <span className="text-ink font-mono text-xs break-all">{`${getEnv().APP_URL}/o/${slug}`}</span>. If you
                change it, the old address redirects members to the new one and stays reserved for {slugKeptDays} days.
              </>
            }
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <SaveButton version={version}>Save changes</SaveButton>
            <span className="text-muted text-xs wrap-anywhere">
              Organization ID <span className="text-ink font-mono">{id}</span>
            </span>
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
          {Object.entries({ Name: name, Slug: slug, ID: id }).map(([label, value]) => (
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

/** The form asks for the password if the sign-in is old; then the download starts. */
function ExportCard({ slug, name }: MemberSession['org']) {
  return (
    <Card id="export" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Export</CardTitle>
        <CardDescription className="max-w-prose">
          Everything you can read in {name}, as an archive with a JSON file for each table: members, invitations, roles,
          API keys, the audit log and all content. A manifest lists what your role leaves out. Secrets are not included.
          The export is recorded in the audit log.
        </CardDescription>
      </CardHeader>
      <CardBody>
        <Form action={exportAction}>
          <BeginDownload href={`/o/${slug}/settings/export`} />
          <SubmitButton variant="secondary">Export all data</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  )
}
