// The people and organizations of the demo. The accounts are documented: they exist in development and demo only.
import type { Permission } from '@/lib/permissions/catalogue'
import type { RoleKey } from '@/lib/permissions/roles'

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

type OwnRole = 'auditor' | 'billing_manager' | 'project_lead'

type DemoOrganization = {
  slug: string
  name: string
  /** The first one creates it. */
  members: [Address, RoleKey | OwnRole][]
  /** Custom roles by key, created by the first member. */
  roles?: Partial<Record<OwnRole, { name: string; description: string; permissions: Permission[] }>>
  /** Sent by the first member so many days ago; those of three weeks ago have expired, unless INVITATION_TTL_DAYS is large. */
  invitations?: [string, RoleKey | OwnRole, number][]
  projects: string
}

// One project a line: name | description; a leading * means archived.
export const organizations: DemoOrganization[] = [
  {
    slug: 'acme',
    name: 'Acme Corp',
    members: [
      ['olga@example.com', 'owner'],
      ['jane@example.com', 'admin'],
      ['frida@example.com', 'member'],
      ['amara@example.com', 'member'],
      ['ben@example.com', 'member'],
      ['chloe@example.com', 'member'],
      ['diego@example.com', 'viewer'],
      ['emi@example.com', 'project_lead'],
    ],
    roles: {
      auditor: {
        name: 'Auditor',
        description: 'Reads everything, the audit log included, and changes nothing.',
        permissions: [
          'org:read',
          'org:members:read',
          'org:invitations:read',
          'org:projects:read',
          'org:audit:read',
          'org:api_keys:read',
        ],
      },
      billing_manager: {
        name: 'Billing manager',
        description: 'Keeps the name and address of the company right; sees people, not projects.',
        permissions: ['org:read', 'org:manage', 'org:members:read'],
      },
      project_lead: {
        name: 'Project lead',
        description: 'Runs projects, and brings in the people for them.',
        permissions: [
          'org:read',
          'org:members:read',
          'org:invitations:read',
          'org:invitations:write',
          'org:projects:read',
          'org:projects:write',
        ],
      },
    },
    invitations: [
      ['ravi.menon@northwind.example', 'member', 1],
      ['lucia.ferri@studio-ferri.example', 'viewer', 3],
      ['c.bauer@treuhand-bauer.example', 'auditor', 2],
      ['pat.obrien@northwind.example', 'admin', 5],
      ['warehouse@acme-logistics.example', 'viewer', 19],
    ],
    projects: `
Product catalogue 2027 | New structure for 1,400 articles, print and web from one source.
Dealer portal | Orders, spare parts and warranty claims for the 60 dealers in Europe.
Packaging redesign | Less plastic, one template for all box sizes. Frida leads the design.
Warehouse scanner app | Replaces the paper lists in Rotterdam first, then Gdańsk.
Spring trade fair stand | Hall 7, 120 square metres. Build-up starts on the Thursday before.
Safety data sheets | All sheets in eleven languages, generated from the article data.
Service technician handbook | Searchable, works offline in a basement.
Spare parts price list | Quarterly update, with approval by sales and finance.
Customer survey | 2,000 customers, ten questions, results before the board meeting.
Returns process | From eleven steps to five, with a label the customer can print at home.
Brand refresh | New logotype, colours and type for everything that leaves the house.
Supplier onboarding | Self-service forms and checks for new suppliers.
Field sales training | Four half-day modules and a test.
Energy monitoring | Meters in all three plants, one dashboard.
Recycling programme | Take-back of used units with a deposit.
Intranet search | People find the form they need in under a minute.
Press kit | Pictures, facts and contacts for journalists.
Rocket skates prototype | Second test track run after the brake redesign.
Night shift scheduling | Fair rotation that people can swap themselves.
Export documents | Customs papers made from the order, without retyping.
*Website relaunch | Live since the summer. Kept for the decisions in its notes.
*Office move | Everybody has a desk, and the coffee machine works.
*ERP data clean-up | 38,000 duplicate addresses merged.
*Summer catalogue | Printed and sent.`,
  },
  {
    slug: 'globex',
    name: 'Globex Inc',
    members: [
      ['gina@example.com', 'owner'],
      ['marcus@example.com', 'admin'],
      ['frida@example.com', 'viewer'],
      ['felix@example.com', 'member'],
      ['hana@example.com', 'member'],
      ['priya@example.com', 'member'],
    ],
    invitations: [['nora@example.com', 'member', 0]],
    projects: `
Investor update Q4 | Twelve slides, the story first and the numbers behind it.
Mobile app onboarding | Fewer screens before the first useful one. Illustrations by Frida.
Usage-based pricing | Metering, preview invoices, and a calculator for the website.
Partner marketplace | Listing, review and payout for the first twenty partners.
Design system audit | Which of our 94 components are used, and which only look used.
Data retention policy | What we keep, for how long, and who can say so.
Support macros | Answers for the thirty most frequent questions.
Status page | Public incidents with subscriptions by mail.
Churn interviews | Fifteen customers who left in the last quarter.
Translation to Japanese | Interface and help centre, with a native reviewer.
SOC 2 evidence | Controls, owners and the folder the auditor asks for.
Search relevance | Better ranking for short queries.
Release notes | One page a month that people want to read.
Webinar series | Six sessions with customers as speakers.
Conference talk Lisbon | Forty minutes on what went wrong and what we changed.
Accessibility fixes | Keyboard and contrast findings of the last review.
Billing migration | Move 3,200 subscriptions without a single double charge.
Hiring page | Real pictures, honest salaries.
Volcano office lease | Renewal, with a second exit this time.
Customer advisory board | Nine members, two meetings a year.
Internal wiki clean-up | Delete what is older than two years and unread.
*Rebrand from Globex Ltd | Signs, letters and contracts changed.
*Beta programme | 140 testers, closed with the general release.
*Old API sunset | Last caller moved in September.`,
  },
  {
    slug: 'initech',
    name: 'Initech',
    members: [
      ['ivan@example.com', 'owner'],
      ['frida@example.com', 'admin'],
      ['sam@example.com', 'member'],
      ['tomas@example.com', 'member'],
    ],
    projects: `
Annual report cover sheets | New template, used from now on by everybody.
Icon set for the desktop app | 64 icons in three sizes, light and dark.
Year-end closing | Checklists and owners for every step.
Printer replacement | The one on the second floor goes first.
Bank file converter | Reads the old fixed-width format, writes ISO 20022.
Customer portal look and feel | Type, spacing and colour before any new feature.
Office seating plan | Windows for those who want them.
Rounding errors | Where the fractions of a cent go, and how we prove it.
Help desk handover | From three mailboxes to one queue.
Payroll self-service | Payslips, addresses and bank details without a ticket.
Time sheet reminder | Friendly, on Thursday, once.
Mainframe retirement | Step 4 of 9: the nightly batch.
Landing page for consultants | One page that says what we do and what it costs.
Brand photography | Two days in the office, natural light.
Security awareness | Short, with real examples of our own mail.
Disaster recovery test | Restore everything in a clean room, with a stopwatch.
Onboarding of new colleagues | First day, first week, first month.
Contract archive | 6,000 contracts, scanned and searchable.
Efficiency interviews | Two consultants, everybody, twenty minutes each.
Lobby signage | Readable from the lift.
Invoice layout | Fits on one page and says when to pay.
*Stapler inventory | Complete. One red stapler is still missing.
*Basement storage | Cleared and locked.
*Year 2038 review | Seven places found and fixed.`,
  },
]
