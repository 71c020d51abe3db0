// The projects of the demo's organizations.
import type { DemoResource } from '../demo-resources'
import { ago, chance, dayMs, days, type Event, type Person } from '../demo-trail'

type Project = {
  id: string
  name: string
  description: string
  createdBy: string | null
  createdAt: Date
  archivedAt: Date | null
  updatedAt: Date
}

export const demo: DemoResource = {
  fill: (db, { slug, writers, historyDays }) => {
    const lines = (texts[slug] ?? '').trim().split('\n').filter(Boolean)
    return db.project.createMany({
      data: lines.map((line, index) => toProject(line, index, lines.length, writers, historyDays)),
    })
  },
  eventsOf: async (db, people) => {
    const select = {
      id: true,
      name: true,
      description: true,
      createdBy: true,
      createdAt: true,
      archivedAt: true,
      updatedAt: true,
    }
    return workOn(await db.project.findMany({ select }), people)
  },
}

// Spread over the months, newest first, with irregular gaps.
function toProject(line: string, index: number, count: number, writers: string[], historyDays: number) {
  const [name = '', description = ''] = line.replace(/^\*/, '').split(' | ')
  const age = ((index + 0.4 * Math.sin(index * 2.3)) / count) * (historyDays - 20) + 0.15
  const createdAt = new Date(Date.now() - age * dayMs)
  const isArchived = line.startsWith('*')
  const between = new Date(createdAt.getTime() + age * dayMs * (0.2 + 0.6 * Math.abs(Math.sin(index))))
  // In working hours of the weeks that the audit log tells of, if it was there by then.
  const lately = ago(1 + Math.floor((days - 1) * chance(index, 3)), 9 + (index % 8), (index * 11) % 60)
  const touched = isArchived || lately < createdAt ? between : lately
  return {
    name,
    description,
    createdAt,
    updatedAt: touched,
    createdBy: writers[Math.floor(997 * Math.abs(Math.sin(index + 1))) % writers.length]!,
    archivedAt: isArchived ? touched : null,
  }
}

function workOn(projects: Project[], people: Person[]): Event[] {
  const writers = people.filter(({ role }) => role !== 'viewer')
  const by = (id: string | null) => people.find((person) => person.id === id) ?? people[0]!
  return projects.flatMap((project, index) => {
    const target = { type: 'project', id: project.id, name: project.name }
    const made: Event = {
      at: project.createdAt,
      action: 'project.created',
      by: by(project.createdBy),
      target,
      changes: { name: [null, project.name] },
    }
    const editor = writers[index % writers.length]!
    const edited: Event = {
      at: project.updatedAt,
      action: 'project.updated',
      by: editor,
      target,
      changes: lastChangeOf(project, index),
    }
    const kept = Date.now() - days * dayMs
    const archived = project.archivedAt && project.archivedAt.getTime() > kept
    return [
      ...(project.createdAt.getTime() > kept ? [made] : []),
      ...(project.archivedAt ? [] : [edited]),
      ...(archived ? [toArchived(project.archivedAt!, editor, target)] : []),
    ]
  })
}

// To what it says now: from a draft of the name, or from the beginning of the description.
function lastChangeOf({ name, description }: Project, index: number): Event['changes'] {
  const [beginning = ''] = description.split(/[,;:.] /)
  return index % 5 === 1 || beginning.length > description.length - 2
    ? { name: [`${name} (draft)`, name] }
    : { description: [`${beginning}.`, description] }
}

const toArchived = (at: Date, by: Person, target: Event['target']): Event => ({
  at,
  action: 'project.archived',
  by,
  target,
  changes: { status: ['active', 'archived'] },
})

// One project a line: name | description; a leading * means archived.
const texts: Record<string, string> = {
  acme: `
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
Brand refresh | New logotype, colors and type for everything that leaves the house.
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
  globex: `
Investor update Q4 | Twelve slides, the story first and the numbers behind it.
Mobile app onboarding | Fewer screens before the first useful one. Illustrations by Frida.
Usage-based pricing | Metering, preview invoices, and a calculator for the website.
Partner marketplace | Listing, review and payout for the first twenty partners.
Design system audit | Which of our 94 components are used, and which only look used.
Data retention policy | What we keep, for how long, and who can say so.
Support macros | Answers for the thirty most frequent questions.
Status page | Public incidents with subscriptions by mail.
Churn interviews | Fifteen customers who left in the last quarter.
Translation to Japanese | Interface and help center, with a native reviewer.
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
  initech: `
Annual report cover sheets | New template, used from now on by everybody.
Icon set for the desktop app | 64 icons in three sizes, light and dark.
Year-end closing | Checklists and owners for every step.
Printer replacement | The one on the second floor goes first.
Bank file converter | Reads the old fixed-width format, writes ISO 20022.
Customer portal look and feel | Type, spacing and color before any new feature.
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
}
