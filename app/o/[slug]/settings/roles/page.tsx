import { Icon } from '@/components/ui/icon'
import { permissionAreas, permissionSentence } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import { listRoles } from '@/lib/roles/queries'
import { GuardedButton, PermissionHint } from '../../access-denied'
import { orgPage } from '../../org-page'
import { SettingsHeader } from '../settings-header'
import { RoleList } from './role-list'
import { RoleMatrix } from './role-matrix'

const page = orgPage(
  {
    permission: 'org:read',
    title: 'Roles',
    header: (session) => <SettingsHeader session={session} current="/roles" />,
    load: ({ session }) => listRoles(session),
  },
  ({ session, data: roles }) => (
    <>
      <SettingsHeader
        session={session}
        current="/roles"
        description={
          can(session, 'org:roles:write') ? (
            'What each role can do. Some are built in; the rest are your own.'
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
      <RoleList session={session} roles={roles} />
      <section className="pt-10 max-sm:hidden">
        <h2 className="pb-4 text-base font-semibold tracking-tight">Compare roles</h2>
        <RoleMatrix
          columns={roles.map(({ key, name, builtIn }) => ({ key, name, isCustom: !builtIn }))}
          areas={permissionAreas().map(({ name, permissions }) => ({
            name,
            lines: permissions.map((permission) => ({
              permission,
              sentence: permissionSentence(permission),
              held: roles.map((role) => (role.permissions.includes(permission) ? '1' : '0')).join(''),
            })),
          }))}
        />
      </section>
    </>
  ),
)

export default page
export const { generateMetadata } = page
