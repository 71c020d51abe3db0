// The groups of operations with their order and descriptions. Other nouns get a group of their own after these.
import { capitalize } from '@/lib/permissions/catalogue'
import { resources } from '@/lib/resources'

const groups: Record<string, { nouns: string[]; description: string }> = {
  'Organization tokens': {
    nouns: ['token', 'v1/me', 'oauth', '.well-known'],
    description:
      'A signed-in person gets a token for one organization; any backend verifies it with the public keys and enforces access from its claims.',
  },
  ...Object.fromEntries(
    resources.map(({ label, path, description }) => [label, { nouns: [`v1/${path}`], description }]),
  ),
  Members: { nouns: ['v1/members'], description: 'The people of an organization, and their roles.' },
  Invitations: { nouns: ['v1/invitations'], description: 'Offers to join, mailed to one address each.' },
  Organization: { nouns: ['v1/organization', 'logos'], description: 'The organization that the caller is in.' },
  Roles: { nouns: ['v1/roles'], description: 'What members may do: built-in roles and custom ones.' },
  'API keys': { nouns: ['v1/api-keys'], description: 'For programs that act in an organization without a person.' },
  'Audit log': {
    nouns: ['v1/audit-events', 'v1/audit-events.csv', 'v1/audit-events.json'],
    description: 'Who did what, when and from where.',
  },
  'My organizations': {
    nouns: ['organizations', 'session'],
    description: 'Those of the signed-in person, and the one that is active.',
  },
  'My invitations': {
    nouns: ['invitations'],
    description: 'As the invited answer them, by the secret of the mailed link.',
  },
  Accounts: {
    nouns: ['sign-up', 'verify-email', 'forgot-password', 'reset-password', 'account', 'pictures'],
    description: 'Signing up, proving an address, a new password, and what people change of their own account.',
  },
  Service: { nouns: ['health', 'ready', 'openapi.json'], description: 'For monitors and tools.' },
}

const order = Object.keys(groups)

/** In: /api/v1/members/[user_id]. Out: Members. */
export function tagOf(path: string): string {
  const [, inOrganization, noun = ''] = /^\/(?:api\/)?(v1\/)?([^/]+)/.exec(path) ?? []
  const known = order.find((tag) => groups[tag]!.nouns.includes(`${inOrganization ?? ''}${noun}`))
  return known ?? capitalize(noun.replaceAll('-', ' '))
}

/** A noun that is in none of the groups gets a plain description. */
export const describeTag = (name: string) => ({
  name,
  description: groups[name]?.description ?? `What concerns ${name.toLowerCase()}.`,
})

/** For sorting: the known groups first, as above. */
export const byTag = (a: string, b: string): number => rank(a) - rank(b) || a.localeCompare(b)

const rank = (tag: string) => (order.includes(tag) ? order.indexOf(tag) : order.length)
