import { randomUUID } from 'node:crypto'
import { forbidden, getMembership } from '../../../auth.js'
import { prisma } from '../../../database.js'

const weekMs = 7 * 24 * 60 * 60 * 1000

export async function POST(request) {
  const { email } = await request.json()
  const membership = await getMembership()
  if (!membership || membership.role === 'member') return forbidden()
  const { organizationId, userId: invitedById } = membership
  const there = await prisma.membership.count({ where: { organizationId, user: { email } } })
  if (there > 0) return Response.json({ error: 'already_member' }, { status: 409 })
  const expiresAt = new Date(Date.now() + weekMs)
  const data = { organizationId, email, token: randomUUID(), expiresAt, invitedById }
  return Response.json(await prisma.invitation.create({ data }), { status: 201 })
}
