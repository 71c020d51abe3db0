import type { Metadata } from 'next'
import { Field } from '@/components/field'
import { Form, SubmitButton } from '@/components/form'
import { Card, CardBody } from '@/components/ui/card'
import { can } from '@/lib/auth/permissions'
import { requireOrg, type MemberEntry } from '@/lib/auth/require'
import { getEnv } from '@/lib/env'
import { findLogoUrl } from '@/lib/organizations/logo'
import { slugKeptDays } from '@/lib/organizations/profile'
import { readParams, type SearchParams } from '@/lib/pages'
import { WhyNot } from '../why-not'
import { updateOrganizationAction } from './actions'
import { ExportCard } from './export-card'
import { LogoCard } from './logo-card'
import { SettingsHeader } from './settings-header'

export const metadata: Metadata = { title: 'Settings' }

type SettingsPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

export default async function SettingsPage({ params, searchParams }: SettingsPageProps) {
  const entry = await requireOrg(params)
  const { logo: problem } = await readParams(searchParams)
  const manages = can(entry, 'org:manage')
  return (
    <div className="max-w-3xl">
      <SettingsHeader
        slug={entry.org.slug}
        current=""
        description={
          manages ? (
            'What this organization is called, and where it lives.'
          ) : (
            <WhyNot entry={entry} permission="org:manage" />
          )
        }
      />
      <div className="grid gap-6">
        {manages ? <NameForm {...entry.org} /> : <Facts {...entry.org} />}
        {manages && <LogoCard org={entry.org} logoUrl={await findLogoUrl(entry)} problem={problem} />}
        {manages && <ExportCard {...entry.org} />}
      </div>
    </div>
  )
}

function NameForm({ id, name, slug }: MemberEntry['org']) {
  return (
    <Card>
      <CardBody className="pb-6 first:pt-6 sm:px-6">
        <Form action={updateOrganizationAction}>
          <input type="hidden" name="organization" value={slug} />
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
            <SubmitButton>Save changes</SubmitButton>
            <span className="text-muted font-mono text-xs wrap-anywhere">{id}</span>
          </div>
        </Form>
      </CardBody>
    </Card>
  )
}

function Facts({ id, name, slug }: MemberEntry['org']) {
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
