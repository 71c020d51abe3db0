// Where the rate limits are counted, for all instances together: in Postgres, or in Redis if REDIS_URL is set. While
// Redis is unreachable, each process counts alone.
import { createHmac } from 'node:crypto'
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible'
import { keyFor } from '@/lib/sealing'
import { limitCounts } from '@/lib/db/limit-counts'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'

const connectTimeoutMs = 2_000
const silenceMs = 3_000
const longestRetryMs = 5_000

type Terms = { name: string; points: number; duration: number }

/** A limiter of `points` per `duration` in seconds. */
export async function openLimiter({ name: keyPrefix, ...rest }: Terms): Promise<RateLimiterAbstract> {
  const terms = { keyPrefix, ...rest }
  const { REDIS_URL } = getEnv()
  if (!REDIS_URL) {
    const { tableName } = limitCounts
    const table = { tableName, tableCreated: true, clearExpiredByTimeout: false }
    return new RateLimiterPostgres({ ...terms, ...table, storeClient: limitCounts, storeType: 'client' })
  }
  return new RateLimiterRedis({
    ...terms,
    storeClient: await (shared.limitRedis ??= connect(REDIS_URL)),
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(terms),
  })
}

/**
 * In: what a limit counts, such as an address. Out: a hash of it under the application's secret, so that neither the
 * store shows addresses nor do applications that share one count together.
 */
export const hashKey = (text: string): string =>
  createHmac('sha256', keyFor('rate limits'))
    .update(`${shared.limitNamespace ?? ''}\n${text}`)
    .digest('base64url')
    .slice(0, 22)

// Development reloads modules; the connection must survive that. Test files share a database: each has a namespace.
const shared = globalThis as { limitRedis?: ReturnType<typeof connect>; limitNamespace?: string }

// Waits for the first connection. The client connects again by itself when it is lost.
async function connect(url: string) {
  const { createClient } = await import('@redis/client')
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // Redis answers the pings, so silence means that it hangs.
    pingInterval: silenceMs / 3,
    socket: {
      connectTimeout: connectTimeoutMs,
      socketTimeout: silenceMs,
      reconnectStrategy: (tries) => Math.min(longestRetryMs, 100 * 2 ** tries),
    },
  })
  let isReported = false
  client.on('ready', () => (isReported = false))
  client.on('error', ({ message }: Error) => {
    if (!isReported) log.warn({ error: message }, 'Redis is unreachable: this process counts its rate limits alone')
    isReported = true
  })
  const opened = client.connect().catch(() => {})
  await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, connectTimeoutMs).unref())])
  return client
}

/** Closes the connection to Redis, at the end of a test. */
export async function closeLimitStore(): Promise<void> {
  const client = await shared.limitRedis
  delete shared.limitRedis
  client?.destroy()
}
