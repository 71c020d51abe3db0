import type { Session } from 'next-auth'
import { authorizeOrg, authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'

/**
 * The answer of GET /api/auth/session: the person and their active organization, read from the database; {} when signed
 * out.
 */
export async function describeSession(expires: string, ctx: UserContext | null): Promise<Session> {
  if (!ctx) return {} as Session
  try {
    const { user } = await authorizeUser(ctx)
    return {
      user: { id: user.id, name: user.name, email: user.email },
      expires,
      active_organization: await active(ctx),
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') return {} as Session
    throw error
  }
}

async function active(ctx: UserContext) {
  try {
    const { org, role, permissions } = await authorizeOrg({ ...ctx, organization: null, tokenId: null })
    return { ...org, role, permissions: [...permissions] }
  } catch (error) {
    if (error instanceof AppError && ['no_active_organization', 'second_factor_required'].includes(error.code))
      return null
    throw error
  }
}

declare module 'next-auth' {
  interface Session {
    user: { id: string; name: string; email: string }
    active_organization: { id: string; slug: string; name: string; role: string; permissions: string[] } | null
  }
}
