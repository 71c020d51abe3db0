// The people and organizations of the demo. The accounts are documented: they exist in development and demo only.
import { isForReading, permissions, type Permission } from '@/lib/permissions/catalogue'
import { builtInRoles, type RoleKey } from '@/lib/permissions/roles'

export const demoPassword = 'correct horse battery staple'

/** [address, name]; the ones that can sign in. */
export const accounts = {
  'jane@example.com': 'Jane Okafor',
  'gina@example.com': 'Gina Marchetti',
  'frida@example.com': 'Frida Lindqvist',
  'olga@example.com': 'Olga Petrenko',
  'nora@example.com': 'Nora Haddad',
} as const

/** Colleagues without a password, who fill the organizations. */
export const colleagues = {
  'ivan@example.com': 'Ivan Kovač',
  'amara@example.com': 'Amara Diallo',
  'ben@example.com': 'Ben Fischer',
  'chloe@example.com': 'Chloé Laurent',
  'diego@example.com': 'Diego Ramírez',
  'emi@example.com': 'Emi Tanaka',
  'felix@example.com': 'Felix Ng',
  'hana@example.com': 'Hana Kim',
  'marcus@example.com': 'Marcus Webb',
  'priya@example.com': 'Priya Raman',
  'sam@example.com': 'Sam Whitfield',
  'tomas@example.com': 'Tomás Oliveira',
} as const

type Address = keyof typeof accounts | keyof typeof colleagues

type OwnRole = 'auditor' | 'billing_manager' | 'team_lead'

type DemoOrganization = {
  slug: string
  name: string
  /** Its color, so that no two of one person look alike. */
  hue: number
  /** The first one creates it. */
  members: [Address, RoleKey | OwnRole][]
  /** Custom roles by key, created by the first member. */
  roles?: Partial<Record<OwnRole, { name: string; description: string; permissions: Permission[] }>>
  /** Sent by the first member so many days ago; those of three weeks ago have expired, unless INVITATION_TTL_DAYS is large. */
  invitations?: [string, RoleKey | OwnRole, number][]
}

const organizations: DemoOrganization[] = [
  {
    slug: 'acme',
    name: 'Acme Corp',
    hue: 0,
    members: [
      ['olga@example.com', 'owner'],
      ['jane@example.com', 'admin'],
      ['frida@example.com', 'member'],
      ['amara@example.com', 'member'],
      ['ben@example.com', 'member'],
      ['chloe@example.com', 'member'],
      ['diego@example.com', 'viewer'],
      ['emi@example.com', 'team_lead'],
    ],
    roles: {
      auditor: {
        name: 'Auditor',
        description: 'Reads everything, the audit log included, and changes nothing.',
        permissions: permissions.filter(isForReading),
      },
      billing_manager: {
        name: 'Billing manager',
        description: 'Changes the name and address of the company, and sees its people.',
        permissions: ['org:read', 'org:manage', 'org:members:read'],
      },
      team_lead: {
        name: 'Team lead',
        description: 'Works like a member, and invites people.',
        permissions: [...builtInRoles.member, 'org:invitations:read', 'org:invitations:write'],
      },
    },
    invitations: [
      ['ravi.menon@northwind.example', 'member', 1],
      ['lucia.ferri@studio-ferri.example', 'viewer', 3],
      ['c.bauer@treuhand-bauer.example', 'auditor', 2],
      ['pat.obrien@northwind.example', 'admin', 5],
      ['warehouse@acme-logistics.example', 'viewer', 19],
    ],
  },
  {
    slug: 'globex',
    name: 'Globex Inc',
    hue: 1,
    members: [
      ['gina@example.com', 'owner'],
      ['marcus@example.com', 'admin'],
      ['frida@example.com', 'viewer'],
      ['felix@example.com', 'member'],
      ['hana@example.com', 'member'],
      ['priya@example.com', 'member'],
    ],
    invitations: [['nora@example.com', 'member', 0]],
  },
  {
    slug: 'initech',
    name: 'Initech',
    hue: 2,
    members: [
      ['ivan@example.com', 'owner'],
      ['frida@example.com', 'admin'],
      ['sam@example.com', 'member'],
      ['tomas@example.com', 'member'],
    ],
  },
]

/** The organizations of the demo. With TENANCY_MODE=single each person is a member of the first one that lists them only. */
export function organizationsOf(tenancyMode: string): DemoOrganization[] {
  if (tenancyMode !== 'single') return organizations
  const placed = new Set<string>()
  return organizations.map((organization) => {
    const members = organization.members.filter(([email]) => !placed.has(email))
    for (const [email] of members) placed.add(email)
    return { ...organization, members }
  })
}
