// Where a person begins: the organization that they were in last, or the picker.
import type { UserContext } from '@/lib/db/entry'
import { enterOrg } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'

/** The path of the active organization, or of the picker where none is active. */
export async function startPath(ctx: UserContext): Promise<string> {
  try {
    const { org } = await enterOrg({ ...ctx, organization: null, tokenId: null })
    return `/o/${org.slug}`
  } catch (error) {
    if (error instanceof AppError && error.code === 'no_active_organization') return '/organizations'
    throw error
  }
}
