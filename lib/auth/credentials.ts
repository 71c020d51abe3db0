// Sign-in by password. An unknown address and a wrong password give the same answer after the same time.
import { z } from 'zod'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { consume, counting, refund, type Counted } from '@/lib/requests/rate-limits'
import { clientAddress, clientNetwork, originOf } from '@/lib/requests/trust'
import type { UserContext } from '@/lib/db/session'
import { readDevice } from './device-cookie'
import { emailAddressSchema } from './email-address'
import { verifyPassword } from './passwords'
import { holdProof, type ProvenPerson } from './proven-person'

/** A session ends this long after its sign-in, or earlier if it is not used (SESSION_IDLE_DAYS). */
export const sessionDays = 30
const daySeconds = 24 * 60 * 60
export const sessionLifetimeSeconds = sessionDays * daySeconds

export const signInSchema = z.strictObject({
  email: emailAddressSchema,
  password: z.string().min(1, 'Enter your password.').max(1024, 'Use at most 1024 characters.'),
})

export type Credentials = z.infer<typeof signInSchema>

/** Counts every attempt, whichever form it comes from. Throws invalid_credentials, rate_limited. */
export async function checkPassword({ email, password }: Credentials, headers: Headers): Promise<ProvenPerson> {
  const user = await withIdentity((db) =>
    db.user.findFirst({ where: { email }, select: { id: true, passwordHash: true, sessionEpoch: true } }),
  )
  // Count first and refund after success, so that parallel guesses cannot exceed the limit.
  const counted = limitsOf(user?.id, email, headers)
  await counting(counted, () => countAgainstAccount(user?.id, email, headers))
  const matches = await verifyPassword(user?.passwordHash ?? null, password)
  if (!user || !matches) {
    log.warn({ user_id: user?.id, ...ipOf(headers) }, 'a sign-in failed')
    throw new AppError('invalid_credentials')
  }
  await Promise.all([...counted, failuresOf(email)].map((each) => refund(...each)))
  return { userId: user.id, epoch: user.sessionEpoch }
}

/**
 * Checks the password of a signed-in person. Counted by the session, so that nobody else can use the limit up. Throws
 * invalid_credentials, rate_limited.
 */
export async function checkOwnPassword(
  { userId, sessionId }: UserContext,
  passwordHash: string | null,
  password: string,
  headers: Headers,
): Promise<void> {
  await consume('confirmations_by_session', sessionId)
  if (!(await verifyPassword(passwordHash, password))) {
    log.warn({ user_id: userId, ...ipOf(headers) }, 'a confirmation failed')
    throw new AppError('invalid_credentials', { detail: 'This is not your password.' })
  }
  await refund('confirmations_by_session', sessionId)
}

const ipOf = (headers: Headers) => ({ ip: originOf(headers).ip })

// A browser that the person has signed in from has a limit of its own.
function limitsOf(userId: string | undefined, email: string, headers: Headers): Counted[] {
  const device = readDevice(headers)
  if (device && device.userId === userId) return [['sign_in_by_device', device.id]]
  const network = clientNetwork(headers)
  return [
    ['sign_in_by_network', network],
    ['sign_in_by_account_and_network', `${network} ${email}`],
  ]
}

const failuresOf = (email: string): Counted => ['sign_in_failures_by_account', email]

// Limits guesses from many networks. A stranger who uses up this limit must not lock the owner out, so a browser or an
// address that the person has signed in from before passes.
async function countAgainstAccount(userId: string | undefined, email: string, headers: Headers): Promise<void> {
  try {
    await consume(...failuresOf(email))
  } catch (refusal) {
    if (userId && readDevice(headers)?.userId === userId) return
    const ipAddress = clientAddress(headers)
    const known = userId && (await withIdentity((db) => db.session.count({ where: { userId, ipAddress } })))
    if (!known) throw refusal
  }
}

// The access check moves the end with each use.
const unusedDays = () => Math.min(sessionDays, getEnv().SESSION_IDLE_DAYS)

/** `amr`: how the person has proven their identity (RFC 8176). Throws invalid_credentials if their sessions were ended since. */
export const startSession = (proven: ProvenPerson, headers: Headers, amr: readonly string[]): Promise<UserContext> =>
  withIdentity(async (db) => {
    await holdProof(db, proven)
    const { userId, provenAt } = proven
    const person = await db.user.findFirst({ where: { id: userId }, select: { defaultOrganizationId: true } })
    // The one to begin in, or the active one of the last session. The access check verifies that the person is a member.
    const last = await db.session.findFirst({
      where: { userId, activeOrganizationId: { not: null } },
      orderBy: { createdAt: 'desc' },
      select: { activeOrganizationId: true },
    })
    const session = await db.session.create({
      data: {
        userId,
        activeOrganizationId: person?.defaultOrganizationId ?? last?.activeOrganizationId ?? null,
        userAgent: headers.get('user-agent')?.slice(0, 512) ?? null,
        ipAddress: clientAddress(headers),
        amr: [...new Set(amr)],
        ...(provenAt && { authenticatedAt: provenAt }),
        expiresAt: new Date(Date.now() + unusedDays() * daySeconds * 1000),
      },
      select: { id: true, cookieVersion: true },
    })
    return { userId, sessionId: session.id, cookieVersion: session.cookieVersion }
  })
