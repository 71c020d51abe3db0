// Looking at an organization as another role sees it. What is looked through is a cookie of one browser, for the pages of one
// organization and one session: it is not sent to the API, which would not read it either, and it can only take rights away
// (lib/db/session.ts intersects). Nothing can be changed meanwhile: lib/actions.ts refuses.
import { cookies } from 'next/headers'
import { roleKeySchema } from '@/lib/permissions/roles'
import { assertMayGrant } from '@/lib/permissions/grants'
import type { MemberContext } from '@/lib/db/session'
import { authorizeOrg } from '@/lib/db/authorize'
import { AppError } from '@/lib/errors'
import { sessionCookie } from './session-cookie'

const cookieName = 'view-as'
const lifetimeSeconds = 3600

const options = (slug: string, maxAge: number) =>
  ({ path: `/o/${slug}`, httpOnly: true, sameSite: 'lax', secure: sessionCookie().options.secure, maxAge }) as const

/** The role that this session looks as, on the page whose cookies these are; null for its own. */
export async function readViewAs(sessionId: string): Promise<string | null> {
  return openViewAs((await cookies()).get(cookieName)?.value, sessionId)
}

/** In: the cookie's value. Another session's, and one that is malformed, count as none. */
export function openViewAs(value: string | undefined, sessionId: string): string | null {
  const [session, role, ...rest] = value?.split('.') ?? []
  return session === sessionId && rest.length === 0 && roleKeySchema.safeParse(role).success ? role! : null
}

/** In an action. Throws insufficient_permissions for a role above one's own, validation_failed for one that there is not. */
export async function startViewAs(ctx: MemberContext, role: string): Promise<{ slug: string }> {
  const session = await authorizeOrg(ctx)
  assertMayGrant(session, role)
  const { slug } = session.org
  ;(await cookies()).set(cookieName, `${session.sessionId}.${role}`, options(slug, lifetimeSeconds))
  return { slug }
}

/** In an action. */
export async function endViewAs(slug: string): Promise<void> {
  ;(await cookies()).set(cookieName, '', options(slug, 0))
}

/** Throws insufficient_permissions while this page's session looks as another role. */
export async function assertOwnView(sessionId: string): Promise<void> {
  refuseOtherView(await readViewAs(sessionId))
}

/** The same for a form that a route takes by itself. */
export function assertOwnViewIn(request: Request, sessionId: string): void {
  const [, value] = new RegExp(`(?:^|; *)${cookieName}=([^;]*)`).exec(request.headers.get('cookie') ?? '') ?? []
  refuseOtherView(openViewAs(value, sessionId))
}

function refuseOtherView(role: string | null): void {
  if (!role) return
  const detail = 'You are looking as another role. Go back to your own role to change something.'
  throw new AppError('insufficient_permissions', { detail })
}
