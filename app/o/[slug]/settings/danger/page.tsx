import type { Metadata } from 'next'
import { can } from '@/lib/auth/permissions'
import { requireOrg } from '@/lib/auth/require'
import { findTransfer } from '@/lib/organizations/transfer'
import { listMembers } from '@/lib/members'
import { SettingsHeader } from '../settings-header'
import { Delete } from './delete'
import { Leave } from './leave'
import { HandOver, Offered, OpenOffer } from './transfer'

export const metadata: Metadata = { title: 'Danger zone' }

// More than a list to choose from can hold: then the page asks for a name first.
const shownMembers = 100

export default async function DangerPage({ params }: { params: Promise<{ slug: string }> }) {
  const entry = await requireOrg(params)
  const transfers = can(entry, 'org:transfer')
  const transfer = await findTransfer(entry)
  const [owners, members] = await Promise.all([
    can(entry, 'org:members:read') ? listMembers(entry, { role: 'owner', sort: 'name', limit: 1 + 1 }) : null,
    transfers && !transfer && can(entry, 'org:members:read')
      ? listMembers(entry, { sort: 'name', limit: shownMembers })
      : null,
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
        {transfers && !transfer && (
          <HandOver entry={entry} members={(members?.data ?? []).filter(({ userId }) => userId !== entry.userId)} />
        )}
        {can(entry, 'org:delete') && <Delete entry={entry} />}
      </div>
    </div>
  )
}
