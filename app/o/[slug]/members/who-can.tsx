import { can, permissionWords, roleName, type Permission } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { listMembers } from '@/lib/members'

const shown = 3

type WhoCanProps = { entry: MemberEntry; permission: Permission; names?: string[] }

/** Who to ask for what one may not do oneself: the owners and admins, by name where the viewer may know them. `names`: known already. */
export async function WhoCan({ entry, permission, names: known }: WhoCanProps) {
  const names = known ?? (can(entry, 'org:members:read') ? await namesOf(entry) : [])
  return (
    <>
      Your role {roleName(entry.role, entry.customRoles)} may not {permissionWords[permission]}. Ask{' '}
      {names.length > 0 ? words.format(names) : `an admin of ${entry.org.name}`}.
    </>
  )
}

const words = new Intl.ListFormat('en', { type: 'disjunction' })

async function namesOf(entry: MemberEntry): Promise<string[]> {
  const [admins, owners] = await Promise.all(
    (['admin', 'owner'] as const).map((role) => listMembers(entry, { role, sort: 'name', limit: shown })),
  )
  return [...owners!.data, ...admins!.data].slice(0, shown).map(({ name }) => name)
}
