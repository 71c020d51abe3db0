import type { Metadata } from 'next'
import { Card, CardBody } from '@/components/ui/card'
import { requireOrg } from '@/lib/auth/require'
import { SettingsHeader } from './settings-header'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { org } = await requireOrg(params)
  const facts = { Name: org.name, Slug: org.slug, Id: org.id }
  return (
    <div className="max-w-3xl">
      <SettingsHeader slug={org.slug} current="" description="What this organization is called." />
      <Card>
        <CardBody>
          <dl className="grid gap-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
            {Object.entries(facts).map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="text-muted">{label}</dt>
                <dd className="wrap-anywhere">{value}</dd>
              </div>
            ))}
          </dl>
        </CardBody>
      </Card>
    </div>
  )
}
