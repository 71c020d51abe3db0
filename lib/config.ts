// The brand and the fixed choices of the product: with README and package.json, the only place that names it.
export const product = {
  name: 'Tenantry',
  tagline: 'The multi-tenant starter that proves its isolation',
  description:
    'Organizations, roles and members with row-level security underneath, and org-scoped tokens that any backend can verify by itself.',
  repository: 'https://github.com/tenantry/tenantry',
} as const

/** The navigation inside an organization; `path` follows /o/{slug}, and `also` is another path of the same entry. */
export const organizationNavigation = [
  { label: 'Overview', path: '', icon: 'overview' },
  { label: 'Projects', path: '/projects', icon: 'projects' },
  { label: 'Members', path: '/members', also: '/invitations', icon: 'members' },
] as const
