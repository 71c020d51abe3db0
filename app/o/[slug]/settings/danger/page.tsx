import type { Metadata } from 'next'
import { can } from '@/lib/permissions/grants'
import { requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { findTransfer, findTransferToMe } from '@/lib/organizations/transfer'
import { listMembers } from '@/lib/members/queries'
import { SettingsHeader } from '../settings-header'
import { Closed } from './closed'
import { Delete } from './delete'
import { Leave } from './leave'
import { HandOver } from './hand-over'
import { Offered, OpenOffer } from './transfer'

export const metadata: Metadata = { title: 'Danger zone' }

type DangerPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

export default async function DangerPage({ params, searchParams }: DangerPageProps) {
  const entry = await requireOrg(params)
  const transfers = can(entry, 'org:transfer')
  const { query } = await readParams(searchParams)
  // Whatever their role allows, everybody may go, and answer what is offered to them.
  const [transfer, owners] = await Promise.all([
    can(entry, 'org:read') ? findTransfer(entry) : findTransferToMe(entry),
    can(entry, 'org:members:read') ? listMembers(entry, { role: 'owner', sort: 'name', limit: 1 + 1 }) : null,
  ])
  const lastOwner = entry.role === 'owner' && owners?.data.length === 1
  return (
    <div className="max-w-3xl">
      <SettingsHeader
        slug={entry.org.slug}
        current="/danger"
        description="What cannot be taken back easily, each with what it means."
      />
      <div className="grid gap-6">
        {transfer?.recipient.id === entry.userId && <Offered entry={entry} transfer={transfer} />}
        <Leave entry={entry} lastOwner={lastOwner} />
        {transfers && transfer && transfer.recipient.id !== entry.userId && (
          <OpenOffer entry={entry} transfer={transfer} />
        )}
        {transfers && !transfer && <HandOver entry={entry} query={query} />}
        {!transfers && <Closed entry={entry} title="Hand it over" permission="org:transfer" />}
        {can(entry, 'org:delete') ? (
          <Delete entry={entry} />
        ) : (
          <Closed entry={entry} title="Delete this organization" permission="org:delete" />
        )}
      </div>
    </div>
  )
}
