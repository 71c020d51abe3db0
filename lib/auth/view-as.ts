// Viewing an organization as another role. A cookie names the role for the pages of one organization in one session. It
// is not sent to the API, and it can only take permissions away (lib/db/session.ts intersects them). lib/actions.ts
// refuses changes meanwhile.
import { cookies } from 'next/headers'
import { roleKeySchema } from '@/lib/permissions/roles'
import { assertMayGrant } from '@/lib/permissions/grants'
import type { MemberContext } from '@/lib/db/session'
import { authorizeOrg } from '@/lib/db/authorize'
import { AppError } from '@/lib/errors'
import { readCookie } from '@/lib/requests/cookies'
import { sessionCookie } from './session-cookie'

const cookieName = 'view-as'
const lifetimeSeconds = 3600

const options = (slug: string, maxAge: number) =>
  ({ path: `/o/${slug}`, httpOnly: true, sameSite: 'lax', secure: sessionCookie().options.secure, maxAge }) as const

/** The role that this session views the page's organization as; null for its own role. */
export async function readViewAs(sessionId: string): Promise<string | null> {
  return openViewAs((await cookies()).get(cookieName)?.value, sessionId)
}

/** In: the cookie's value. Out: the role; null for a malformed value or another session's. */
export function openViewAs(value: string | undefined, sessionId: string): string | null {
  const [session, role, ...rest] = value?.split('.') ?? []
  return session === sessionId && rest.length === 0 && roleKeySchema.safeParse(role).success ? role! : null
}

/**
 * Call it in an action. Throws insufficient_permissions for a role above the caller's own, validation_failed for an
 * unknown role.
 */
export async function startViewAs(ctx: MemberContext, role: string): Promise<{ slug: string }> {
  const session = await authorizeOrg(ctx)
  assertMayGrant(session, role)
  const { slug } = session.org
  ;(await cookies()).set(cookieName, `${session.sessionId}.${role}`, options(slug, lifetimeSeconds))
  return { slug }
}

/** Call it in an action. */
export async function endViewAs(slug: string): Promise<void> {
  ;(await cookies()).set(cookieName, '', options(slug, 0))
}

/** Throws insufficient_permissions while the session views the organization as another role. */
export async function assertOwnView(sessionId: string): Promise<void> {
  refuseOtherView(await readViewAs(sessionId))
}

/** The same for a route that handles a form itself. */
export function assertOwnViewIn(request: Request, sessionId: string): void {
  refuseOtherView(openViewAs(readCookie(request.headers, cookieName), sessionId))
}

function refuseOtherView(role: string | null): void {
  if (!role) return
  const detail = 'You’re previewing another role. Exit the preview to make changes.'
  throw new AppError('insufficient_permissions', { detail })
}
