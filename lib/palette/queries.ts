// What the command palette and the switcher show. What the person may do comes with it, what they may not do with the reason.
import { previewable } from '@/lib/access-report/queries'
import { authorizeOrg } from '@/lib/db/authorize'
import type { MemberSession, UserContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { listMyInvitations } from '@/lib/invitations/answer'
import { approversOf } from '@/lib/members/grantors'
import { listMembers } from '@/lib/members/queries'
import { sectionOf } from '@/lib/organizations/navigation'
import { listMyOrganizations, pageMyOrganizations } from '@/lib/organizations/queries'
import { refusedWords } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import { actingRole } from '@/lib/permissions/roles'
import { resources } from '@/lib/resources'
import { findRecords } from './find-records'
import type { Palette, PaletteQuery } from './schema'

const shownPeople = 5
const shownRecords = 5
const shownOrganizations = 20

/** In: the organization of the page if there is one, its section, and what was typed. Throws not_found for an organization of others. */
export async function readPalette(
  ctx: UserContext,
  { organization, section = '', query }: PaletteQuery,
): Promise<Palette> {
  const session = organization ? await enter(ctx, organization) : null
  return {
    organizations: await organizationsOf(ctx, section, query),
    invitations: query ? 0 : (await listMyInvitations(ctx)).length,
    actions: session && !query ? await actionsOf(session) : [],
    roles: session && !query ? previewable(session) : [],
    ...(session && query ? await foundIn(session, query) : { people: [], records: [] }),
  }
}

const enter = (ctx: UserContext, organization: string): Promise<MemberSession> =>
  authorizeOrg({ ...ctx, organization, tokenId: null })

// With the same section, if their role there may see it.
async function organizationsOf(
  ctx: UserContext,
  section: string,
  query: string | undefined,
): Promise<Palette['organizations']> {
  const found = query
    ? (await pageMyOrganizations(ctx, { query, limit: shownOrganizations })).data
    : await listMyOrganizations(ctx)
  return found.map(({ id, slug, name, logoUrl, hue, roleName: role, permissions }) => ({
    id,
    slug,
    name,
    logoUrl,
    hue,
    roleName: role,
    href: `/o/${slug}${sectionOf(section, permissions)}`,
  }))
}

async function actionsOf(session: MemberSession): Promise<Palette['actions']> {
  const home = `/o/${session.org.slug}`
  const ask = await approversOf(session)
  const all = [
    ['Invite members', `${home}/invitations/new`, 'org:invitations:write'],
    ...resources.map(
      ({ noun, path, permissions }) => [`New ${noun}`, `${home}/${path}/new`, permissions.write] as const,
    ),
    ['New API key', `${home}/settings/api-keys/new`, 'org:api_keys:write'],
    ['New role', `${home}/settings/roles/new`, 'org:roles:write'],
  ] as const
  return all.map(([label, href, permission]) => ({
    label,
    href,
    why: can(session, permission)
      ? null
      : `${actingRole(session)} can’t ${refusedWords(permission)}. ${ask([permission])}`,
  }))
}

async function foundIn(session: MemberSession, query: string): Promise<Pick<Palette, 'people' | 'records'>> {
  const people = can(session, 'org:members:read')
    ? await listMembers(session, { query, sort: 'name', limit: shownPeople }).catch(nothingFor('validation_failed'))
    : null
  return {
    people: (people?.data ?? []).map(({ userId, name, email, imageUrl }) => ({ id: userId, name, email, imageUrl })),
    records: await findRecords(session, query, shownRecords),
  }
}

const nothingFor = (code: string) => (error: unknown) => {
  if (error instanceof AppError && error.code === code) return null
  throw error
}
