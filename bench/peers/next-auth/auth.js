// next-auth with a session in the cookie, and a query for the membership in the session's organization at each request.
import { getServerSession } from 'next-auth'
import { prisma } from './database.js'

const findMembership = (userId, organizationId) =>
  prisma.membership.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
    include: { organization: true },
  })

export const options = {
  secret: process.env.AUTH_SECRET,
  session: { strategy: 'jwt' },
  providers: [],
  callbacks: {
    // Called by POST /api/auth/session, which is how a session changes.
    async jwt({ token, trigger, session }) {
      if (trigger !== 'update' || !(await findMembership(token.sub, session.organizationId))) return token
      return { ...token, organizationId: session.organizationId }
    },
    session: ({ session, token }) => ({ ...session, userId: token.sub, organizationId: token.organizationId }),
  },
}

export const getSession = () => getServerSession(options)

/** The caller's membership in the session's organization as it is now, or null. */
export async function getMembership() {
  const session = await getSession()
  return session && findMembership(session.userId, session.organizationId)
}

export const forbidden = () => Response.json({ error: 'forbidden' }, { status: 403 })
