// Every change leaves an event: each function that changes something is run by name, and its event is looked up.
import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { authorizeOrg } from '@/lib/db/authorize'
import { acceptInvitation, acceptMyInvitation, declineInvitation, declineMyInvitation } from '@/lib/invitations/answer'
import { copyInvitationLink, resendInvitation, revokeInvitation } from '@/lib/invitations/commands'
import { reopenInvitation } from '@/lib/invitations/undo'
import { invite, inviteMany } from '@/lib/invitations/send'
import { changeRole, leaveOrganization, removeMember } from '@/lib/members/commands'
import { createOrganization } from '@/lib/organizations/commands'
import {
  asOwner,
  countStatements,
  createMember,
  createSession,
  createUser,
  uniqueEmail,
  uniqueSlug,
} from '@/lib/testing/fixtures'
import { createNote, removeNote, updateNote } from '@/lib/testing/notes'

type Row = {
  action: string
  actor_id: string
  target_type: string
  target_id: string
  target_name: string
  changes: Record<string, unknown>
  ip: string | null
}

const trailOf = (organizationId: string) =>
  asOwner<Row>('select * from audit_events where organization_id = $1 order by sequence', [organizationId])
const lastOf = async (organizationId: string) => (await trailOf(organizationId)).at(-1)!

async function organization() {
  const owner = await createMember('owner')
  const colleague = await createMember('member', owner.org)
  const ctx = { ...owner.ctx, origin: { ip: '203.0.113.7', requestId: 'request-1' } }
  return { ...owner, ctx, colleague }
}

/** An invitation of a person with an account: the session in which they answer, and the secret of their link. */
async function invited({ ctx }: Awaited<ReturnType<typeof organization>>) {
  const email = uniqueEmail()
  const user = await createUser({ email, name: 'Nora' })
  const { id } = await invite(ctx, { email, role: 'viewer' })
  const token = (await copyInvitationLink(ctx, id)).split('/').at(-1)!
  return { id, email, user, token, ctx: await createSession(user.id) }
}

// Every exported function that changes an organization. A missing one fails the test below.
const changes: Record<
  string,
  (of: Awaited<ReturnType<typeof organization>>) => Promise<[action: string, fields: object]>
> = {
  createNote: async ({ ctx, user }) => {
    await createNote(ctx, { name: 'Minutes' })
    return ['note.created', { actor_id: user.id, target_name: 'Minutes', changes: { name: [null, 'Minutes'] } }]
  },
  updateNote: async ({ ctx }) => {
    const { id } = await createNote(ctx, { name: 'Old', description: 'Same' })
    await updateNote(ctx, id, { name: 'New', description: 'Same' })
    return ['note.updated', { target_id: id, changes: { name: ['Old', 'New'] }, ip: '203.0.113.7' }]
  },
  removeNote: async ({ ctx }) => {
    const { id } = await createNote(ctx, { name: 'Short-lived' })
    await removeNote(ctx, id)
    return ['note.deleted', { target_id: id, changes: { name: ['Short-lived', null] } }]
  },
  changeRole: async ({ ctx, colleague }) => {
    await changeRole(ctx, colleague.user.id, { role: 'viewer' })
    return ['member.role_changed', { target_id: colleague.user.id, changes: { role: ['member', 'viewer'] } }]
  },
  removeMember: async ({ ctx, colleague }) => {
    await removeMember(ctx, colleague.user.id)
    return ['member.removed', { target_id: colleague.user.id, target_name: colleague.user.name }]
  },
  leaveOrganization: async ({ colleague }) => {
    await leaveOrganization(colleague.ctx)
    return ['member.left', { actor_id: colleague.user.id, target_id: colleague.user.id }]
  },
  invite: async ({ ctx }) => {
    const { id, email } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    return ['invitation.created', { target_id: id, target_name: email, changes: { role: [null, 'viewer'] } }]
  },
  inviteMany: async ({ ctx }) => {
    const [one] = await inviteMany(ctx, [{ email: uniqueEmail(), role: 'member' }])
    return ['invitation.created', { target_id: one!.invitation!.id }]
  },
  resendInvitation: async ({ ctx }) => {
    const { id } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    await resendInvitation(ctx, id)
    return ['invitation.resent', { target_id: id }]
  },
  copyInvitationLink: async ({ ctx }) => {
    const { id } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    await copyInvitationLink(ctx, id)
    return ['invitation.link_copied', { target_id: id }]
  },
  revokeInvitation: async ({ ctx }) => {
    const { id } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    await revokeInvitation(ctx, id)
    return ['invitation.revoked', { target_id: id }]
  },
  reopenInvitation: async ({ ctx }) => {
    const { id, email } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    await asOwner(`update emails set status = 'sent' where "to" = $1`, [email])
    const { revokedAt } = await revokeInvitation(ctx, id)
    await reopenInvitation(ctx, id, revokedAt!.toISOString())
    return ['invitation.reopened', { target_id: id, changes: { role: [null, 'viewer'] } }]
  },
  acceptInvitation: async (of) => {
    const guest = await invited(of)
    await acceptInvitation(guest.token, guest.ctx)
    return ['member.joined', { actor_id: guest.user.id, target_name: 'Nora', changes: { role: [null, 'viewer'] } }]
  },
  acceptMyInvitation: async (of) => {
    const guest = await invited(of)
    await acceptMyInvitation(guest.ctx, guest.id)
    return ['member.joined', { actor_id: guest.user.id }]
  },
  declineInvitation: async (of) => {
    const guest = await invited(of)
    await declineInvitation(guest.token, guest.ctx)
    return ['invitation.declined', { actor_id: guest.user.id, target_name: guest.email }]
  },
  declineMyInvitation: async (of) => {
    const guest = await invited(of)
    await declineMyInvitation(guest.ctx, guest.id)
    return ['invitation.declined', { actor_id: guest.user.id }]
  },
}

describe('the audit log of changes', () => {
  it.each(Object.entries(changes))('%s records actor, action and target, before and after', async (_name, change) => {
    const of = await organization()
    const [action, fields] = await change(of)
    expect(await lastOf(of.org.id)).toMatchObject({ action, ...fields })
  })

  it('starts with the creation of the organization', async () => {
    const session = await createSession((await createUser()).id)
    const { org } = await createOrganization(session, { name: 'New', slug: uniqueSlug() })
    expect((await trailOf(org.id)).map(({ action }) => action)).toEqual(['organization.created', 'session.entered'])
  })

  it('has one event for a change, and none when nothing changed', async () => {
    const { ctx, org } = await organization()
    const { id } = await createNote(ctx, { name: 'Minutes' })
    for (const archived of [true, true, false]) await updateNote(ctx, id, { archived })
    await updateNote(ctx, id, { name: 'Minutes' })
    const told = (await trailOf(org.id)).map(({ action, changes: { archived } }) => [action, archived])
    expect(told).toEqual([
      ['note.created', undefined],
      ['note.updated', [false, true]],
      ['note.updated', [true, false]],
    ])
  })

  it('writes a list of events in one statement', async () => {
    const { ctx, org } = await organization()
    const rows = Array.from({ length: 50 }, () => ({ email: uniqueEmail(), role: 'viewer' }))
    await authorizeOrg(ctx)
    const { statements } = countStatements()
    await inviteMany(ctx, rows)
    expect(statements.filter((text) => text.includes('insert into audit_events'))).toHaveLength(1)
    // Besides the counts of the rate limits, which are statements of their own.
    expect(statements.filter((text) => !/rate_limits|set_config\('role', \$1, true\)$/.test(text))).toHaveLength(6)
    const trail = await trailOf(org.id)
    expect(trail.map(({ target_name }) => target_name)).toEqual(rows.map(({ email }) => email).sort())
  })
})

// Reads need no event; these do not change an organization themselves, or let another function do it.
const silent = ['checkInvitations', 'readPasted', 'changeRoles', 'removeMembers', 'inviteGood', 'authorizeExport']

/** The functions of a module that a piece of its text calls. */
const bodiesOfCalls = (text: string, source: string): string[] =>
  [...text.matchAll(/\b(\w+)\(/g)].map(
    ([, call]) => new RegExp(`(?:function|const) ${call}\\b[^]*?^}`, 'm').exec(source)?.[0] ?? '',
  )

describe('a function that changes an organization', () => {
  const modules = fs
    .readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^(testing|db|auth|audit|mail|org-token)/.test(file))
    .map((file) => fs.readFileSync(`lib/${file}`, 'utf8'))

  it('calls recordAudit when it requires a write permission', () => {
    const writing = /withOrg\([^,]+, '(org:[\w:]*(write|manage|delete|transfer))'/g
    for (const source of modules) {
      for (const part of source.split(
        /^(?=export (?:const|async function|function) |async function |function |const )/m,
      )) {
        const name = /^(?:export )?(?:const|async function|function) (\w+)/.exec(part)?.[1] ?? ''
        if (!part.match(writing) || silent.includes(name)) continue
        const bodies = bodiesOfCalls(part, source)
        const theirs = bodies.flatMap((body) => bodiesOfCalls(body, source))
        expect(
          [part, ...bodies, ...theirs].some((text) => /recordAudits?\(/.test(text)),
          name,
        ).toBe(true)
      }
    }
  })
})
