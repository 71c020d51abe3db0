import { prisma } from './database.js'

/** The first members of an organization, with their names. */
export const listMembers = (organizationId, take) =>
  prisma.membership.findMany({
    where: { organizationId },
    include: { user: { select: { name: true, email: true } } },
    orderBy: { id: 'asc' },
    take,
  })
