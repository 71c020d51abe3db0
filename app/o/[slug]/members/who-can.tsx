import { can, permissionWords, roleName, type Permission } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { listMembers } from '@/lib/members'

const shown = 3

/** Who to ask for what one may not do oneself: the owners and admins, by name where the viewer may know them. */
export async function WhoCan({ entry, permission }: { entry: MemberEntry; permission: Permission }) {
  const names = can(entry, 'org:members:read') ? await namesOf(entry) : []
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
