// Where a person begins: where they wanted to go, else the organization that they were in last, else their only one, else
// the picker.
import type { UserContext } from '@/lib/db/session'
import { authorizeOrg, listAccess } from '@/lib/db/authorize'
import { AppError } from '@/lib/errors'
import { defaultReturnPath, safeReturnPath } from './return-path'

export const pickerPath = '/organizations'

/** The path of the active organization, or of the picker where none is active and there is a choice to make. */
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

/** Where to go after signing in: the page that was asked for where it is one of ours, else the start page. */
export async function arrivalPath(ctx: UserContext, asked: unknown): Promise<string> {
  const path = safeReturnPath(asked)
  return path === defaultReturnPath ? startPath(ctx) : path
}
