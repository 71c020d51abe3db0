// A person's profile: their name, which every organization of theirs shows, and how they want to see times.
import type { z } from 'zod'
import type { UserContext } from '@/lib/db/session'
import type { IdentityDb } from '@/lib/db/with-identity'
import { optionalNotices } from '@/lib/mail/notices'
import { setDefaultOrganization } from './my-organizations'
import { withOwnAccount } from './own-account'
import { lockAccount } from './ways-in'
import {
  accountFields,
  toAccount,
  toNotices,
  type Account,
  type noticesSchema,
  type updateAccountSchema,
} from './schema'

/** Throws unauthenticated. */
export const getAccount = (ctx: UserContext): Promise<Account> =>
  withOwnAccount(ctx, async (db, { userId: id }) =>
    toAccount(await db.user.findFirstOrThrow({ where: { id }, select: accountFields })),
  )

/** Throws unauthenticated, not_found for an organization that the person does not belong to. */
export async function updateAccount(
  ctx: UserContext,
  {
    name,
    time_zone: timeZone,
    locale,
    default_organization: organization,
    notices,
  }: z.infer<typeof updateAccountSchema>,
): Promise<Account> {
  if (organization !== undefined) await setDefaultOrganization(ctx, organization)
  return withOwnAccount(ctx, async (db, { userId: id }) => {
    if (notices) await lockAccount(db, id)
    const data = {
      ...(name !== undefined && { name }),
      ...(timeZone !== undefined && { timeZone }),
      ...(locale !== undefined && { locale }),
      ...(notices && { mutedNotices: await readMuted(db, id, notices) }),
    }
    return toAccount(await db.user.update({ where: { id }, data, select: accountFields }))
  })
}

type Notices = z.infer<typeof noticesSchema>

// What the change leaves out stays as it is.
async function readMuted(db: IdentityDb, id: string, changes: { [Key in keyof Notices]?: boolean | undefined }) {
  const { mutedNotices } = await db.user.findFirstOrThrow({ where: { id }, select: { mutedNotices: true } })
  const before = toNotices(mutedNotices)
  return optionalNotices.filter((notice) => !(changes[notice] ?? before[notice]))
}
