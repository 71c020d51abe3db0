// A program that was told an organization's slug goes on with it after a rename, as old links do. To anybody who is no member
// the old slug leads nowhere.
import type { UserContext } from '@/lib/db/entry'
import { findRenamed } from '@/lib/db/organization-life'
import { AppError } from '@/lib/errors'

/**
 * Runs `work` with an organization as the caller names it; where that is not found, with the slug that it has now. Looks for
 * that then only. Throws what `work` throws.
 */
export async function followRename<T, Ref extends string | null>(
  ctx: UserContext,
  organization: Ref,
  work: (organization: Ref | string) => Promise<T>,
): Promise<T> {
  try {
    return await work(organization)
  } catch (error) {
    if (organization === null || !(error instanceof AppError) || error.code !== 'not_found') throw error
    const renamed = await findRenamed(ctx, organization)
    if (renamed === null) throw error
    return work(renamed)
  }
}
