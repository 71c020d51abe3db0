// The first page after signing in: the requested one, else the last active organization, else the only one, else the
// picker.
import type { UserContext } from '@/lib/db/session'
import { authorizeOrg, listAccess } from '@/lib/db/authorize'
import { AppError } from '@/lib/errors'
import { defaultReturnPath, safeReturnPath } from './return-path'

export const pickerPath = '/organizations'

/** The path of the active organization, else of the only one, else of the picker. */
export async function startPath(ctx: UserContext): Promise<string> {
  try {
    const { org } = await authorizeOrg({ ...ctx, organization: null, tokenId: null })
    return `/o/${org.slug}`
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'no_active_organization') throw error
    const [first, second] = await listAccess(ctx)
    return first && !second ? `/o/${first.slug}` : pickerPath
  }
}

/** Where to go after signing in: the requested page if it is ours, else the start page. */
export async function arrivalPath(ctx: UserContext, asked: unknown): Promise<string> {
  const path = safeReturnPath(asked)
  return path === defaultReturnPath ? startPath(ctx) : path
}
