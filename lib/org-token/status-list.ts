// The published list of revoked tokens (IETF Token Status List): a signed string with one bit per token. Verifiers that
// work offline poll it. It does not reveal whose tokens they are.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { SignJWT } from 'jose'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { algorithm } from './claims'
import { keyring } from './keys'
import { listSize, statusListPath } from './status'

/**
 * How long a list is valid from its `iat`, for this server, proxies and verifiers. It is the maximum delay of a
 * revocation.
 */
export const ttlSeconds = 15
// A captured copy must not be valid for longer than a token's default lifetime.
const lifetimeSeconds = 300
const cacheSize = 64

type StatusList = { jwt: string; etag: string }

const published = new Map<number, { endsAtMs: number; list: Promise<StatusList> }>()

/** The current list, built once per `ttlSeconds`. Throws not_found for a list without tokens. */
export async function getStatusList(number: string, nowMs = Date.now()): Promise<StatusList & { secondsLeft: number }> {
  if (!/^(0|[1-9]\d{0,8})$/.test(number)) throw new AppError('not_found')
  const { endsAtMs, list } = keepList(Number(number), nowMs)
  return { ...(await list), secondsLeft: Math.floor((endsAtMs - nowMs) / 1000) }
}

function keepList(list: number, nowMs: number) {
  const known = published.get(list)
  const leftMs = known ? known.endsAtMs - nowMs : 0
  // More time is left than the ttl if the clock was set back.
  if (known && leftMs > 0 && leftMs <= ttlSeconds * 1000) return known
  const iat = Math.floor(nowMs / 1000)
  const built = { endsAtMs: (iat + ttlSeconds) * 1000, list: build(list, iat) }
  if (published.size >= cacheSize) published.delete(published.keys().next().value!)
  published.delete(list)
  published.set(list, built)
  // Do not cache a failure.
  built.list.catch(() => published.get(list) === built && published.delete(list))
  return built
}

async function build(list: number, iat: number): Promise<StatusList> {
  const from = list * listSize
  const { newest, revoked } = await readRevoked(from)
  if (newest === null || newest < from) throw new AppError('not_found')
  const { signing } = await keyring()
  const claims = {
    sub: `${getEnv().APP_URL}${statusListPath(list)}`,
    iat,
    exp: iat + lifetimeSeconds,
    ttl: ttlSeconds,
    status_list: { bits: 1, lst: await compress(revoked.map((index) => index - from)) },
  }
  const header = { alg: algorithm, typ: 'statuslist+jwt', kid: signing.kid }
  const jwt = await new SignJWT(claims).setProtectedHeader(header).sign(signing.key)
  return { jwt, etag: `"${createHash('sha256').update(jwt).digest('base64url')}"` }
}

// Leaves out tokens a minute after they expired: verifiers whose clocks are behind may accept them until then. Tokens
// whose rows were deleted count as revoked.
async function readRevoked(from: number): Promise<{ newest: number | null; revoked: number[] }> {
  const [row] = await withIdentity(
    (db) => db.$queryRaw<{ newest: bigint | null; revoked: number[] | null }[]>`
      select (select case when is_called then last_value end from org_tokens_status_index_seq) as newest,
        (select array_agg(status_index::int) from (
          select status_index, expires_at from org_tokens where revoked_at is not null
          union all select status_index, expires_at from deleted_tokens) ended
          where expires_at > now() - interval '60 seconds'
            and status_index >= ${from} and status_index < ${from + listSize}) as revoked`,
  )
  return { newest: row!.newest === null ? null : Number(row!.newest), revoked: row!.revoked ?? [] }
}

/** In: indexes. Out: one bit for each index of a list, the lowest of a byte first, deflated, in base64url. */
async function compress(places: number[]): Promise<string> {
  const bits = Buffer.alloc(listSize / 8)
  for (const place of places) bits[place >> 3]! |= 1 << (place & 7)
  return (await promisify(deflate)(bits, { level: 9 })).toString('base64url')
}
