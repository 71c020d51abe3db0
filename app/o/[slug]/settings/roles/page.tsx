import type { Metadata } from 'next'
import { Icon } from '@/components/icon'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { listRoles } from '@/lib/roles/queries'
import { GuardedButton, MayNot, WhyNot } from '../../why-not'
import { SettingsHeader } from '../settings-header'
import { RoleList } from './role-list'
import { RoleMatrix } from './role-matrix'

export const metadata: Metadata = { title: 'Roles' }

export default async function RolesPage({ params }: { params: Promise<{ slug: string }> }) {
  const entry = await requireOrg(params)
  if (!can(entry, 'org:read')) return <MayNot entry={entry} title="Roles" permission="org:read" back={null} />
  const roles = await listRoles(entry)
  return (
    <>
      <SettingsHeader
        slug={entry.org.slug}
        current="/roles"
        description={
          can(entry, 'org:roles:write') ? (
            'What each role allows. Four come built in; the others are your own.'
          ) : (
            <WhyNot entry={entry} permission="org:roles:write" />
          )
        }
        actions={
          <GuardedButton entry={entry} permission="org:roles:write" path="/settings/roles/new">
            <Icon name="plus" />
            New role
          </GuardedButton>
        }
      />
      <RoleMatrix entry={entry} roles={roles} />
      <RoleList entry={entry} roles={roles} />
    </>
  )
}
