// Tells a person by mail that their account was used from a browser that is new: it has no device cookie of theirs, and
// none of their sessions of the last weeks came from the same kind of browser in the same network.
import { readDevice } from '@/lib/auth/device-cookie'
import type { UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import type { OptionalNotice } from '@/lib/mail/notices'
import { enqueueEmail } from '@/lib/mail/outbox'
import { newDeviceMessage } from '@/lib/mail/templates'
import { clientNetwork, networkOf, originOf } from '@/lib/requests/trust'
import { deviceOf } from './device'

const notice: OptionalNotice = 'new_device'

/** Call it right after the session began. The first sign-in of an account tells nothing new. */
export async function tellOfNewDevice({ userId, sessionId }: UserContext, headers: Headers): Promise<void> {
  if (readDevice(headers)?.userId === userId) return
  await withIdentity(async (db) => {
    const where = { id: userId, emailVerifiedAt: { not: null }, NOT: { mutedNotices: { has: notice } } }
    const person = await db.user.findFirst({ where, select: { name: true, email: true } })
    if (!person || !(await isNew(db, userId, sessionId, headers))) return
    const { name: device } = deviceOf(headers.get('user-agent'))
    const message = newDeviceMessage({ name: person.name, device, network: originOf(headers).ip })
    await enqueueEmail(db, person.email, message)
  })
}

async function isNew(db: IdentityDb, userId: string, sessionId: string, headers: Headers): Promise<boolean> {
  const earlier = await db.session.findMany({
    where: { userId, id: { not: sessionId } },
    orderBy: { id: 'desc' },
    take: 200,
    select: { userAgent: true, ipAddress: true },
  })
  const device = deviceOf(headers.get('user-agent')).name
  const isKnown = earlier.some(
    ({ userAgent, ipAddress }) =>
      networkOf(ipAddress ?? '') === clientNetwork(headers) && deviceOf(userAgent).name === device,
  )
  return earlier.length > 0 && !isKnown
}
