import { forbidden, getSession } from '../../../../auth.js'
import { prisma } from '../../../../database.js'

export async function POST(request) {
  const { token } = await request.json()
  const session = await getSession()
  if (!session) return forbidden()
  const invitation = await prisma.invitation.findUnique({ where: { token } })
  const user = await prisma.user.findUnique({ where: { id: session.userId } })
  if (!invitation || invitation.expiresAt < new Date() || user?.email !== invitation.email) return forbidden()
  const { organizationId, role } = invitation
  const [membership] = await prisma.$transaction([
    prisma.membership.create({ data: { organizationId, userId: user.id, role } }),
    prisma.invitation.delete({ where: { token } }),
  ])
  return Response.json(membership)
}
