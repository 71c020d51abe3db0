import { forbidden, getSession } from '../../../auth.js'
import { prisma } from '../../../database.js'

export async function GET() {
  const session = await getSession()
  if (!session) return forbidden()
  const memberships = await prisma.membership.findMany({
    where: { userId: session.userId },
    include: { organization: true },
    orderBy: { organization: { name: 'asc' } },
  })
  return Response.json({ data: memberships.map(({ organization, role }) => ({ ...organization, role })) })
}
