// A person's profile: their name, which every organization of theirs shows, and how they want to see times.
import type { z } from 'zod'
import type { UserContext } from '@/lib/db/session'
import { setDefaultOrganization } from './my-organizations'
import { withOwnAccount } from './own-account'
import { accountFields, toAccount, type Account, type updateAccountSchema } from './schema'

/** Throws unauthenticated. */
export const getAccount = (ctx: UserContext): Promise<Account> =>
  withOwnAccount(ctx, async (db, { userId: id }) =>
    toAccount(await db.user.findFirstOrThrow({ where: { id }, select: accountFields })),
  )

/** Throws unauthenticated, not_found for an organization that the person does not belong to. */
export async function updateAccount(
  ctx: UserContext,
  { name, time_zone: timeZone, default_organization: organization }: z.infer<typeof updateAccountSchema>,
): Promise<Account> {
  if (organization !== undefined) await setDefaultOrganization(ctx, organization)
  return withOwnAccount(ctx, async (db, { userId: id }) => {
    const data = {
      ...(name !== undefined && { name }),
      ...(timeZone !== undefined && { timeZone }),
    }
    return toAccount(await db.user.update({ where: { id }, data, select: accountFields }))
  })
}
