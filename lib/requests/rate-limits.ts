// Rate limits. They are counted in this process: each of several instances has its own count.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'

// `points` per window of `duration` seconds. People who mistype stay far below; guessing programs do not.
const limits = {
  sign_in_by_account_and_network: { points: 10, duration: 15 * 60 },
  sign_in_by_network: { points: 100, duration: 15 * 60 },
  sign_up_by_network: { points: 20, duration: 60 * 60 },
  mail_by_address_and_network: { points: 5, duration: 60 * 60 },
  mail_by_address: { points: 30, duration: 60 * 60 },
  sign_in_failures_by_account: { points: 100, duration: 60 * 60 },
  invitations_by_inviter: { points: 300, duration: 60 * 60 },
  invitations_by_organization: { points: 1000, duration: 24 * 60 * 60 },
  // One organization must not use up the common limit of a mailbox.
  invitations_by_organization_and_recipient: { points: 10, duration: 24 * 60 * 60 },
  invitations_by_recipient: { points: 30, duration: 24 * 60 * 60 },
  invitation_requests: { points: 1, duration: 24 * 60 * 60 },
  // Counts unknown secrets only: a whole office may open its links, and sign up by them, within minutes.
  invitation_by_network: { points: 60, duration: 15 * 60 },
  sign_up_by_invitation: { points: 10, duration: 60 * 60 },
  link_by_network: { points: 60, duration: 15 * 60 },
  exports_by_organization: { points: 10, duration: 60 * 60 },
  logos_by_organization: { points: 60, duration: 60 * 60 },
  audit_checks_by_organization: { points: 10, duration: 10 * 60 },
  // Refused API keys. The limit blocks only further failures, never a right secret from the same network.
  oauth_failures_by_network: { points: 300, duration: 15 * 60 },
  oauth_failures_by_client_and_network: { points: 30, duration: 15 * 60 },
  // Every token is a row. The limit is far above the needs of a busy backend or a hundred tabs, and keeps the disk from
  // filling up.
  tokens_by_session: { points: 30_000, duration: 5 * 60 },
  tokens_by_api_key: { points: 30_000, duration: 5 * 60 },
  // Each exchange is an audit event.
  exchanges_by_client: { points: 600, duration: 60 },
  organizations_by_person: { points: 20, duration: 60 * 60 },
} as const

type Limit = keyof typeof limits

/** The points of a limit. */
export const limitOf = (limit: Limit): number =>
  Math.max(1, Math.round(limits[limit].points * getEnv().RATE_LIMIT_SCALE))

const limiters = new Map<Limit, RateLimiterMemory>()

function limiterOf(limit: Limit): RateLimiterMemory {
  const known = limiters.get(limit)
  if (known) return known
  const limiter = new RateLimiterMemory({ points: limitOf(limit), duration: limits[limit].duration })
  limiters.set(limit, limiter)
  return limiter
}

/** Counts one or more attempts of `key`. Throws rate_limited, with the seconds to wait, when the limit is used up. */
export async function consume(limit: Limit, key: string, count = 1): Promise<void> {
  try {
    await limiterOf(limit).consume(key, count)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new AppError('rate_limited', { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) })
  }
}

/** Throws rate_limited if a limit that counts failures is used up; counts nothing. */
export async function assertBelow(limit: Limit, key: string): Promise<void> {
  const limiter = limiterOf(limit)
  const used = await limiter.get(key)
  if (!used || used.consumedPoints < limiter.points) return
  throw new AppError('rate_limited', { retryAfterSeconds: Math.ceil(used.msBeforeNext / 1000) })
}

export type Quota = { left: number; retryAfterSeconds: number }

/** How many attempts a key has left, and the seconds until the window resets. Counts nothing. */
export async function quotaOf(limit: Limit, key: string): Promise<Quota> {
  const limiter = limiterOf(limit)
  const unused = { consumedPoints: 0, msBeforeNext: limits[limit].duration * 1000 }
  const { consumedPoints, msBeforeNext } = (await limiter.get(key)) ?? unused
  return { left: Math.max(0, limiter.points - consumedPoints), retryAfterSeconds: Math.ceil(msBeforeNext / 1000) }
}

/** Takes back an attempt that succeeded. */
export const refund = async (limit: Limit, key: string): Promise<void> => void (await limiterOf(limit).reward(key))
