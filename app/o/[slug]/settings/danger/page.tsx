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
  const session = await requireOrg(params)
  const transfers = can(session, 'org:transfer')
  const { query } = await readParams(searchParams)
  // Whatever their role allows, everybody may go, and answer what is offered to them.
  const [transfer, owners] = await Promise.all([
    can(session, 'org:read') ? findTransfer(session) : findTransferToMe(session),
    can(session, 'org:members:read') ? listMembers(session, { role: 'owner', sort: 'name', limit: 1 + 1 }) : null,
  ])
  const lastOwner = session.role === 'owner' && owners?.data.length === 1
  return (
    <div className="max-w-3xl">
      <SettingsHeader
        slug={session.org.slug}
        current="/danger"
        description="What cannot be taken back easily, each with what it means."
      />
      <div className="grid gap-6">
        {transfer?.recipient.id === session.userId && <Offered session={session} transfer={transfer} />}
        <Leave session={session} lastOwner={lastOwner} />
        {transfers && transfer && transfer.recipient.id !== session.userId && (
          <OpenOffer session={session} transfer={transfer} />
        )}
        {transfers && !transfer && <HandOver session={session} query={query} />}
        {!transfers && <Closed session={session} title="Hand it over" permission="org:transfer" />}
        {can(session, 'org:delete') ? (
          <Delete session={session} />
        ) : (
          <Closed session={session} title="Delete this organization" permission="org:delete" />
        )}
      </div>
    </div>
  )
}
