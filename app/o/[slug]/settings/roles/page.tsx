import type { Metadata } from 'next'
import { Icon } from '@/components/icon'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { listRoles } from '@/lib/roles/queries'
import { GuardedButton, AccessDenied, PermissionHint } from '../../access-denied'
import { SettingsHeader } from '../settings-header'
import { RoleList } from './role-list'
import { RoleMatrix } from './role-matrix'

export const metadata: Metadata = { title: 'Roles' }

export default async function RolesPage({ params }: { params: Promise<{ slug: string }> }) {
  const session = await requireOrg(params)
  if (!can(session, 'org:read'))
    return <AccessDenied session={session} title="Roles" permission="org:read" back={null} />
  const roles = await listRoles(session)
  return (
    <>
      <SettingsHeader
        slug={session.org.slug}
        current="/roles"
        description={
          can(session, 'org:roles:write') ? (
            'What each role allows. Four come built in; the others are your own.'
          ) : (
            <PermissionHint session={session} permission="org:roles:write" />
          )
        }
        actions={
          <GuardedButton session={session} permission="org:roles:write" path="/settings/roles/new">
            <Icon name="plus" />
            New role
          </GuardedButton>
        }
      />
      <RoleMatrix session={session} roles={roles} />
      <RoleList session={session} roles={roles} />
    </>
  )
}
