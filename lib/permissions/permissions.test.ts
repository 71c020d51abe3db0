import { describe, expect, it } from 'vitest'
import {
  isForReading,
  offeredPermissions,
  permissionAreas,
  permissions,
  refusedWords,
  wordsAndKeysOfSome,
  wordsOfSome,
  type Permission,
} from './catalogue'
import { permissionsOf, actingRole, roleName, builtInRoles } from './roles'
import { assertPermission } from './grants'

// The permissions without those of resources, which a fork adds and removes.
const ofBase: Permission[] = [
  'org:read',
  'org:manage',
  'org:delete',
  'org:transfer',
  'org:members:read',
  'org:members:write',
  'org:invitations:read',
  'org:invitations:write',
  'org:roles:write',
  'org:audit:read',
  'org:api_keys:read',
  'org:api_keys:write',
  'org:webhooks:read',
  'org:webhooks:write',
]

describe('the role × permission matrix', () => {
  it('matches the documented one', () => {
    expect(permissions).toEqual(expect.arrayContaining(ofBase))
    const matrix = ofBase.map((permission) => {
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
        "org:audit:read          owner admin",
        "org:api_keys:read       owner admin",
        "org:api_keys:write      owner admin",
        "org:webhooks:read       owner admin",
        "org:webhooks:write      owner admin",
      ]
    `)
  })

  it('allows owners everything, admins all but deletion and transfer, and members everything that viewers may do', () => {
    expect(builtInRoles.owner).toEqual(permissions)
    const kept = permissions.filter((permission) => !permissionsOf('admin').includes(permission))
    expect(kept).toEqual(['org:delete', 'org:transfer'])
    expect(builtInRoles.member).toEqual(expect.arrayContaining([...builtInRoles.viewer]))
    expect(builtInRoles.viewer.filter((permission) => !isForReading(permission))).toEqual([])
  })

  it.each(['', 'Owner', 'owner ', 'member,owner', '__proto__', 'constructor', 'toString'])(
    'A074 gives nothing to the unknown role %j',
    (role) => expect(permissionsOf(role)).toEqual([]),
  )

  it('names the missing permission in the refusal', () => {
    const viewer = { permissions: permissionsOf('viewer') }
    expect(() => assertPermission(viewer, 'org:manage')).toThrow('org:manage')
    expect(() => assertPermission(viewer, 'org:read')).not.toThrow()
  })
})

describe('permissions as people read them', () => {
  it('are grouped by subject', () => {
    const areas = permissionAreas()
    const known = areas.filter(({ permissions: held }) => held.some((permission) => ofBase.includes(permission)))
    expect(known.map(({ name }) => name).join(', ')).toMatchInlineSnapshot(
      `"Organization, Members, Invitations, Roles, Audit, API keys"`,
    )
    expect(areas.flatMap(({ permissions: held }) => held).sort()).toEqual([...offeredPermissions].sort())
  })

  it('say “or” in a refusal, which is of each of several actions', () => {
    expect(refusedWords('org:roles:write')).toBe('create, change or delete roles')
    expect(refusedWords('org:invitations:read')).toBe('see pending invitations')
  })

  it('are said together in a few words', () => {
    expect(wordsOfSome(['org:delete', 'org:transfer'])).toBe(
      'delete the organization and transfer ownership of the organization',
    )
    expect(wordsOfSome(['org:delete', 'org:webhooks:read', 'org:webhooks:write'])).toBe('delete the organization')
    expect(wordsOfSome(['org:webhooks:read'])).toBe('see webhooks')
    expect(wordsOfSome(['org:read', 'org:manage', 'org:delete', 'org:audit:read', 'org:api_keys:read'])).toBe(
      'see the organization, change the settings of the organization, delete the organization, and 2 more things',
    )
    expect(wordsOfSome(['org:manage', 'org:delete'], 1)).toBe(
      'change the settings of the organization and one more thing',
    )
    expect(wordsAndKeysOfSome(['org:manage', 'org:delete'], 1)).toBe(
      'change the settings of the organization (org:manage) and one more thing',
    )
  })

  it('show a role by its name, and the viewed role before the own one', () => {
    const customRoles = { lead: { name: 'Design lead', permissions: [] } }
    expect(roleName('lead', customRoles)).toBe('Design lead')
    expect(roleName('gone_role', customRoles)).toBe('Gone role')
    expect(actingRole({ role: 'owner', customRoles })).toBe('Owner')
    expect(actingRole({ role: 'owner', viewAs: 'lead', customRoles })).toBe('Design lead')
  })
})
