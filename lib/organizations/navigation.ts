// Which pages of an organization a role may see, for links into another organization.
import { organizationNavigation } from '@/lib/config'
import type { Permission } from '@/lib/permissions/catalogue'
import { resources } from '@/lib/resources'

const permissions: Record<string, Permission> = {
  '/members': 'org:members:read',
  '/invitations': 'org:invitations:read',
  '/settings': 'org:read',
  ...Object.fromEntries(resources.map(({ path, permissions: { read } }) => [`/${path}`, read])),
}

/** In: the section of a page, such as /members, and what a role allows. Out: the same section if the role may see it, else ''. */
export const sectionOf = (section: string, held: readonly Permission[]): string =>
  permissions[section] && held.includes(permissions[section]) ? section : ''

/** The navigation of an organization: the fixed parts, and the resources between them. */
export const navigation = [
  ...organizationNavigation.before,
  ...resources.map(({ label, path, icon }) => ({ label, path: `/${path}`, icon })),
  ...organizationNavigation.after,
]
