'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { closeBrowserSession } from '@/lib/accounts/browser-session'
import { deleteAccount } from '@/lib/accounts/deletion'
import { assertMayExportAccount } from '@/lib/accounts/export'
import { stayOn, userAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { changeRole } from '@/lib/members/commands'
import { deleteByNameSchema, deleteOrganizationByName } from '@/lib/organizations/deletion'

const nothing = z.strictObject({})
const idSchema = z.string().min(1, 'Choose a member.').max(64)
const guide = '/account/data/delete'

/** Only asks for the password if the sign-in is old. The file itself is fetched from its URL. */
export const exportAction = userAction(nothing, ({ ctx }) => assertMayExportAccount(ctx))

export const handOverAction = userAction(
  z.strictObject({ id: idSchema, user_id: idSchema }),
  async ({ ctx, input: { id, user_id: userId } }) => {
    const { name } = await changeRole({ ...ctx, organization: id, tokenId: null }, userId, { role: 'owner' })
    await flash(`${name} is now an owner.`)
    await stayOn(guide)
  },
)

export const deleteOwnedAction = userAction(
  deleteByNameSchema.extend({ id: idSchema }),
  async ({ ctx, input: { id, name } }) => {
    await deleteOrganizationByName({ ...ctx, organization: id, tokenId: null }, { name })
    await flash(`${name.trim()} was deleted.`)
    await stayOn(guide)
  },
)

export const deleteAccountAction = userAction(nothing, async ({ ctx }) => {
  await deleteAccount(ctx)
  await closeBrowserSession()
  redirect('/sign-in?notice=deleted')
})
