// The rate limits. Count before the work and outside of scoped transactions, and take back what came to nothing.
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { hashKey, openLimiter } from './limit-store'

// `points` per window of `duration` seconds. People who mistype stay far below; guessing programs do not.
const limits = {
  sign_in_by_account_and_network: { points: 10, duration: 15 * 60 },
  sign_in_by_network: { points: 100, duration: 15 * 60 },
  // With the device cookie: guesses by others do not count here.
  sign_in_by_device: { points: 10, duration: 15 * 60 },
  confirmations_by_session: { points: 10, duration: 15 * 60 },
  // Wrong codes of one address in a day find its code with a probability of 1 in 33,000. Browsers that the person has signed in from
  // are counted by themselves, so that strangers do not use their tries up: somebody else may have had one of them.
  code_failures_by_address: { points: 30, duration: 24 * 60 * 60 },
  code_failures_by_person: { points: 30, duration: 24 * 60 * 60 },
  code_failures_in_total: { points: 2_000, duration: 60 * 60 },
  provider_flows_by_network: { points: 100, duration: 15 * 60 },
  // Three of a million codes are right at a time: 240 guesses a day find one in four years. Browsers that the person has signed in from
  // are counted by themselves, all together: a sign-in makes as many of them as one likes.
  second_factor_by_account: { points: 10, duration: 60 * 60 },
  second_factor_by_person: { points: 10, duration: 60 * 60 },
  second_factor_failures: { points: 5_000, duration: 60 * 60 },
  passkeys_by_network: { points: 100, duration: 15 * 60 },
  sign_up_by_network: { points: 20, duration: 60 * 60 },
  sign_ups_in_total: { points: 2_000, duration: 60 * 60 },
  mail_by_address_and_network: { points: 5, duration: 60 * 60 },
  email_changes_by_person: { points: 10, duration: 60 * 60 },
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
  exports_by_person: { points: 10, duration: 60 * 60 },
  logos_by_organization: { points: 60, duration: 60 * 60 },
  pictures_by_person: { points: 60, duration: 60 * 60 },
  audit_checks_by_organization: { points: 10, duration: 10 * 60 },
  // Refused API keys. The limit blocks only further failures, never a right secret from the same network.
  oauth_failures_by_network: { points: 300, duration: 15 * 60 },
  oauth_failures_by_client_and_network: { points: 30, duration: 15 * 60 },
  // Every token is a row. The limit is far above the needs of a busy backend or a hundred tabs, and keeps the disk from
  // filling up.
  tokens_by_person: { points: 30_000, duration: 60 * 60 },
  tokens_by_api_key: { points: 30_000, duration: 5 * 60 },
  // Each exchange is an audit event.
  exchanges_by_client: { points: 600, duration: 60 },
  // Sessions cost nothing to make, so whatever is counted by session is counted by person, too.
  sessions_by_person: { points: 5_000, duration: 24 * 60 * 60 },
  pending_sign_ins_by_person_and_network: { points: 100, duration: 60 * 60 },
  slug_checks_by_person: { points: 1_000, duration: 60 * 60 },
  organizations_by_person: { points: 20, duration: 60 * 60 },
} as const

type Limit = keyof typeof limits

/** The points of a limit. */
export const limitOf = (limit: Limit): number =>
  Math.max(1, Math.round(limits[limit].points * getEnv().RATE_LIMIT_SCALE))

const limiters = new Map<Limit, Promise<RateLimiterAbstract>>()

function limiterOf(limit: Limit): Promise<RateLimiterAbstract> {
  const known = limiters.get(limit)
  if (known) return known
  const limiter = openLimiter({ name: limit, points: limitOf(limit), duration: limits[limit].duration })
  limiters.set(limit, limiter)
  return limiter
}

/** Counts one or more attempts of `key`. Throws rate_limited, with the seconds to wait, when the limit is used up. */
export async function consume(limit: Limit, key: string, count = 1): Promise<void> {
  const { isRefused, msBeforeNext } = await tryConsume(limit, key, count)
  if (isRefused) throw rateLimited(msBeforeNext)
}

async function tryConsume(limit: Limit, key: string, count: number) {
  const limiter = await limiterOf(limit)
  try {
    const { consumedPoints, msBeforeNext } = await limiter.consume(hashKey(key), count)
    return { isRefused: false, consumedPoints, msBeforeNext }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const { consumedPoints, msBeforeNext } = refusal
    return { isRefused: true, consumedPoints, msBeforeNext }
  }
}

const rateLimited = (ms: number) => new AppError('rate_limited', { retryAfterSeconds: Math.ceil(ms / 1000) })

/**
 * Counts each key, all of them in one message to the store, then does the work. Takes the counts back if one limit is used up or the
 * work throws: nothing happened then. Throws rate_limited.
 */
export async function counting<T>(counted: readonly Counted[], work: () => Promise<T>): Promise<T> {
  const answers = await Promise.allSettled(counted.map(([limit, key]) => consume(limit, key)))
  const done = counted.filter((_, index) => answers[index]!.status === 'fulfilled')
  try {
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
    return await work()
  } catch (error) {
    await Promise.allSettled(done.map(([limit, key]) => refund(limit, key)))
    throw error
  }
}

export type Counted = [limit: Limit, key: string]

/** `granted`: how many attempts were counted. The seconds to wait are for the others, or for the window to end. */
export type Grant = { granted: number; retryAfterSeconds: number }

/** Counts up to `count` attempts, as many as the limit still allows. */
export async function take(limit: Limit, key: string, count: number): Promise<Grant> {
  const { isRefused, consumedPoints, msBeforeNext } = await tryConsume(limit, key, count)
  const excess = isRefused ? Math.min(count, consumedPoints - limitOf(limit)) : 0
  await refund(limit, key, excess)
  return { granted: count - excess, retryAfterSeconds: Math.ceil(msBeforeNext / 1000) }
}

/** Throws rate_limited if a limit that counts failures is used up; counts nothing. */
export async function assertBelow(limit: Limit, key: string): Promise<void> {
  const { left, retryAfterSeconds } = await quotaOf(limit, key)
  if (left === 0) throw new AppError('rate_limited', { retryAfterSeconds })
}

export type Quota = { left: number; retryAfterSeconds: number }

/** How many attempts a key has left, and the seconds until the window resets. Counts nothing. */
export async function quotaOf(limit: Limit, key: string): Promise<Quota> {
  const limiter = await limiterOf(limit)
  const unused = { consumedPoints: 0, msBeforeNext: limits[limit].duration * 1000 }
  const { consumedPoints, msBeforeNext } = (await limiter.get(hashKey(key))) ?? unused
  return { left: Math.max(0, limitOf(limit) - consumedPoints), retryAfterSeconds: Math.ceil(msBeforeNext / 1000) }
}

/** Takes back attempts that succeeded, or that came to nothing. */
export async function refund(limit: Limit, key: string, count = 1): Promise<void> {
  if (count > 0) await (await limiterOf(limit)).reward(hashKey(key), count)
}
