import type { ReactNode } from 'react'
import { Form } from '@/components/form'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import type { MemberSession } from '@/lib/pages'
import { wordsAndKeysOfSome } from '@/lib/permissions/catalogue'
import { can, lackedBy } from '@/lib/permissions/grants'
import { getRole } from '@/lib/roles/queries'
import type { Role } from '@/lib/roles/schema'
import { PermissionHint } from '../../../access-denied'
import { approversFor } from '../../../approvers'
import { orgPage } from '../../../org-page'
import { editRoleAction } from '../actions'
import { disabledReasons } from '../../disabled-reasons'
import { PermissionList } from '../permission-list'
import { RoleFields } from '../role-fields'
import { RolePeople } from '../role-people'
import { RoleActions } from './role-actions'

const page = orgPage(
  {
    permission: 'org:read',
    load: ({ session, params }) => getRole(session, params.id!),
    title: (role) => role.name,
    back: null,
  },
  async ({ session, home, data: role }) => {
    const list = `${home}/settings/roles`
    const fixed = await whyFixed(session, role)
    return (
      <div className="max-w-3xl">
        <PageHeader
          breadcrumb={<Breadcrumb items={[{ label: 'Roles', href: list }]} />}
          title={<span className="wrap-anywhere">{role.name}</span>}
          description={
            <>
              <RolePeople session={session} role={role} /> · <code className="font-mono text-xs">{role.key}</code>
            </>
          }
          actions={<RoleActions session={session} role={role} mayChange={!fixed} />}
        />
        <Card>
          <CardBody>
            {fixed ? (
              <div className="grid gap-5">
                <p className="text-muted text-pretty">{fixed}</p>
                {role.description && <p className="wrap-anywhere">{role.description}</p>}
                <PermissionList held={role.permissions} />
              </div>
            ) : (
              <Form action={editRoleAction} fields={{ id: role.id }}>
                <RoleFields
                  saved={{
                    name: role.name,
                    description: role.description,
                    permissions: role.permissions,
                    version: String(role.version),
                  }}
                  disabledReasons={await disabledReasons(session)}
                  submit="Save changes"
                  path={`${list}/${role.id}`}
                />
              </Form>
            )}
          </CardBody>
        </Card>
      </div>
    )
  },
)

export default page
export const { generateMetadata } = page

/** Why the viewer cannot change this role; undefined if they can. */
async function whyFixed(session: MemberSession, role: Role): Promise<ReactNode> {
  if (!can(session, 'org:roles:write')) return <PermissionHint session={session} permission="org:roles:write" />
  const missing = lackedBy(session, role.permissions)
  if (role.builtIn)
    return `This role is built in and can’t be changed. ${missing.length === 0 ? 'Duplicate it and change the copy.' : ''}`
  if (missing.length === 0) return undefined
  return `This role can ${wordsAndKeysOfSome(missing)}, which you can’t, so you can’t change it. ${(await approversFor(session))(missing)}`
}
