// For an operator: removes every second factor of a person who has lost all of them, ends their sign-ins, and tells them.
import { recordSessionEnd } from '@/lib/audit/visits'
import { deleteRecoveryCodes } from '@/lib/auth/recovery-codes'
import { withIdentity } from '@/lib/db/with-identity'
import { secondFactorResetMessage } from '@/lib/mail/account-templates'
import { enqueueEmail } from '@/lib/mail/outbox'
import { endSessionsOf } from './sessions-end'
import { lockAccount } from './ways-in'

/** Without a password, the person signs in by a link of “Forgot password?”. Out: false for an address without an account. */
export async function resetSecondFactor(email: string): Promise<boolean> {
  const reset = await withIdentity(async (db) => {
    const user = await db.user.findFirst({ where: { email }, select: { id: true, name: true } })
    if (!user) return null
    await lockAccount(db, user.id)
    await db.totpSecret.deleteMany({ where: { userId: user.id } })
    await db.passkey.deleteMany({ where: { userId: user.id } })
    await deleteRecoveryCodes(db, user.id)
    await enqueueEmail(db, email, secondFactorResetMessage(user.name))
    return { user, visited: await endSessionsOf(db, user.id) }
  })
  if (reset) await recordSessionEnd(reset.visited, reset.user)
  return reset !== null
}
