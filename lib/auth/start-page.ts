// The first page after signing in: the requested one, else the active organization, else the one to begin in, else the
// only one, else the picker.
import type { UserContext } from '@/lib/db/session'
import { authorizeOrg, listAccess } from '@/lib/db/authorize'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError, type ErrorCode } from '@/lib/errors'
import { defaultReturnPath, safeReturnPath } from './return-path'

export const pickerPath = '/organizations'

/** The path of the active organization, else of the one to begin in, else of the only one, else of the picker. */
export async function startPath(ctx: UserContext): Promise<string> {
  try {
    const { org } = await authorizeOrg({ ...ctx, organization: null, tokenId: null })
    return `/o/${org.slug}`
  } catch (error) {
    if (!(error instanceof AppError) || !notEntered.includes(error.code)) throw error
    const all = await listAccess(ctx)
    // Its page leads to the set-up of the second factor that the organization requires.
    const active = error.code === 'second_factor_required' ? all.find(({ is_active }) => is_active)?.id : undefined
    const chosen = active ?? (all.length > 1 ? await findDefault(ctx) : all[0]?.id)
    const found = all.find(({ id }) => id === chosen)
    return found ? `/o/${found.slug}` : pickerPath
  }
}

const notEntered: ErrorCode[] = ['no_active_organization', 'second_factor_required']

const findDefault = async ({ userId: id }: UserContext): Promise<string | null | undefined> =>
  withIdentity(async (db) => {
    const person = await db.user.findFirst({ where: { id }, select: { defaultOrganizationId: true } })
    return person?.defaultOrganizationId
  })

/** Where to go after signing in: the requested page if it is ours, else the start page. */
export async function arrivalPath(ctx: UserContext, asked: unknown): Promise<string> {
  const path = safeReturnPath(asked)
  return path === defaultReturnPath ? startPath(ctx) : path
}
