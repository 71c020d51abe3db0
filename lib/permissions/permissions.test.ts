import { describe, expect, it } from 'vitest'
import { permissionAreas, permissions } from './catalogue'
import { permissionsOf, actingRole, roleName, builtInRoles } from './roles'
import { assertPermission } from './grants'

describe('the role × permission matrix', () => {
  it('is the one of the contract', () => {
    const matrix = permissions.map((permission) => {
      const holders = Object.entries(builtInRoles).filter(([, held]) =>
        (held as readonly string[]).includes(permission),
      )
      return `${permission.padEnd(24)}${holders.map(([role]) => role).join(' ')}`
    })
    expect(matrix).toMatchInlineSnapshot(`
      [
        "org:read                owner admin member viewer",
        "org:manage              owner admin",
        "org:delete              owner",
        "org:transfer            owner",
        "org:members:read        owner admin member viewer",
        "org:members:write       owner admin",
        "org:invitations:read    owner admin",
        "org:invitations:write   owner admin",
        "org:roles:write         owner admin",
        "org:projects:read       owner admin member viewer",
        "org:projects:write      owner admin member",
        "org:audit:read          owner admin",
        "org:api_keys:read       owner admin",
        "org:api_keys:write      owner admin",
        "org:webhooks:read       owner admin",
        "org:webhooks:write      owner admin",
      ]
    `)
  })

  it.each(['', 'Owner', 'owner ', 'member,owner', '__proto__', 'constructor', 'toString'])(
    'A074 gives nothing to the unknown role %j',
    (role) => expect(permissionsOf(role)).toEqual([]),
  )

  it('names what is missing', () => {
    const viewer = { permissions: permissionsOf('viewer') }
    expect(() => assertPermission(viewer, 'org:manage')).toThrow('org:manage')
    expect(() => assertPermission(viewer, 'org:read')).not.toThrow()
  })
})

describe('what people read of permissions', () => {
  it('is grouped by what it is about', () => {
    const areas = permissionAreas()
    expect(areas.map(({ name }) => name)).toEqual([
      'Organization',
      'Members',
      'Invitations',
      'Roles',
      'Projects',
      'Audit',
      'API keys',
      'Webhooks',
    ])
    expect(areas.flatMap(({ permissions: held }) => held).sort()).toEqual([...permissions].sort())
  })

  it('calls a role by its name, the one that somebody looks as before their own', () => {
    const customRoles = { lead: { name: 'Design lead', permissions: [] } }
    expect(roleName('lead', customRoles)).toBe('Design lead')
    expect(roleName('gone_role', customRoles)).toBe('Gone role')
    expect(actingRole({ role: 'owner', customRoles })).toBe('Owner')
    expect(actingRole({ role: 'owner', viewAs: 'lead', customRoles })).toBe('Design lead')
  })
})
