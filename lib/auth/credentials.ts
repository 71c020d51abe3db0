// Sign-in by password. An unknown address and a wrong password answer alike, and cost the same time.
import { z } from 'zod'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { countAgainst } from '@/lib/rate-limits'
import { clientAddress, clientNetwork } from '@/lib/request'
import type { UserContext } from '@/lib/db/entry'
import { emailAddressSchema } from './email-address'
import { verifyPassword } from './passwords'

export const sessionLifetimeSeconds = 30 * 24 * 60 * 60

export const signInSchema = z.strictObject({
  email: emailAddressSchema,
  password: z.string().min(1, 'Enter your password.').max(1024, 'Use at most 1024 characters.'),
})

/** In: what was typed, and the request's headers. Out: a new session. Throws invalid_credentials, rate_limited. */
export async function signIn(input: z.infer<typeof signInSchema>, headers: Headers): Promise<UserContext> {
  const network = clientNetwork(headers)
  await countAgainst('sign_in_by_network', network)
  await countAgainst('sign_in_by_account_and_network', `${network} ${input.email}`)
  const user = await withIdentity((db) =>
    db.user.findUnique({ where: { email: input.email }, select: { id: true, passwordHash: true } }),
  )
  const matches = await verifyPassword(user?.passwordHash ?? null, input.password)
  if (!user || !matches) throw new AppError('invalid_credentials')
  return startSession(user.id, headers)
}

const startSession = (userId: string, headers: Headers): Promise<UserContext> =>
  withIdentity(async (db) => {
    // A new sign-in continues where the last one left off, where they are still a member: the door checks that.
    const last = await db.session.findFirst({
      where: { userId, activeOrganizationId: { not: null } },
      orderBy: { createdAt: 'desc' },
      select: { activeOrganizationId: true },
    })
    const session = await db.session.create({
      data: {
        userId,
        activeOrganizationId: last?.activeOrganizationId ?? null,
        userAgent: headers.get('user-agent')?.slice(0, 512) ?? null,
        ipAddress: clientAddress(headers),
        expiresAt: new Date(Date.now() + sessionLifetimeSeconds * 1000),
      },
      select: { id: true },
    })
    return { userId, sessionId: session.id }
  })

/** Ends the sign-in on the server: its cookie and its organization tokens stop working at once. */
export const endSession = (sessionId: string): Promise<unknown> =>
  withIdentity((db) =>
    db.session.updateMany({ where: { id: sessionId, endedAt: null }, data: { endedAt: new Date() } }),
  )
