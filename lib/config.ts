// The brand and the fixed choices of the product: with README and package.json, the only place that names it.
export const product = {
  name: 'Tenantry',
  tagline: 'The multi-tenant starter that proves its isolation',
  description:
    'Organizations, roles and members with row-level security underneath, and org-scoped tokens that any backend can verify by itself.',
  repository: 'https://github.com/tenantry/tenantry',
} as const

/**
 * The colors of mails, which cannot use app/styles/theme.css. Each is visible on light and dark backgrounds. `organizations`: those of
 * [data-org-hue] there, by hue.
 */
export const mailColors = {
  button: '#c5ec45',
  buttonText: '#161a0a',
  mark: '#8a8a85',
  organizations: ['#1c65c5', '#b73c00', '#00754a', '#7743b5', '#955f00', '#00707f', '#b8286f', '#47596f'],
  organizationText: '#ffffff',
} as const

/** The prefix of every API key's secret, by which secret scanners recognize it. */
export const apiKeyPrefix = 'tny_live_'

/** The navigation of an organization, before and after its resources; `also` is another path of the same item. */
export const organizationNavigation = {
  before: [{ label: 'Overview', path: '', icon: 'overview' }],
  after: [
    { label: 'Members', path: '/members', also: '/invitations', icon: 'members' },
    { label: 'Settings', path: '/settings', icon: 'settings' },
  ],
} as const

/** The sections of a person's account; `path` follows /account. */
export const accountNavigation = [
  { label: 'Profile', path: '' },
  { label: 'Security', path: '/security' },
  { label: 'Sessions', path: '/sessions' },
  { label: 'Organizations', path: '/organizations' },
  { label: 'Data', path: '/data' },
] as const

/** The sections of an organization's settings; `path` follows /o/{slug}/settings. `permission`: what it takes to see one. */
export const settingsNavigation = [
  { label: 'General', path: '', permission: 'org:read' },
  { label: 'Roles', path: '/roles', permission: 'org:read' },
  { label: 'API keys', path: '/api-keys', permission: 'org:api_keys:read' },
  { label: 'Audit log', path: '/audit-log', permission: 'org:audit:read' },
  { label: 'Danger zone', path: '/danger', permission: 'any' },
] as const
