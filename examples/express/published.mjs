// Loads and caches what the issuer publishes.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { jwtVerify } from 'jose'

export const timeoutMs = 3_000
export const retryMs = 5_000
const inflated = promisify(inflate)

// A list is used until its `exp` if no new one is available. After that tokens are refused, because an attacker who blocks the
// list could otherwise keep a revoked token alive.
export async function loadStatusList(uri, keys) {
  const options = { algorithms: ['ES256'], typ: 'statuslist+jwt', subject: uri, requiredClaims: ['iat', 'exp'] }
  const { payload } = await jwtVerify(await (await get(uri)).text(), keys, options)
  const { status_list, ttl, iat, exp } = payload
  if (status_list?.bits !== 1) throw new Error('a status list of an unknown kind')
  const value = await inflated(Buffer.from(status_list.lst, 'base64url'), { maxOutputLength: 1 << 20 })
  // The age counts from when the list was made, because it may have waited in a cache. If the issuer's clock is behind ours,
  // the list is still kept for a second, to avoid a fetch for every request.
  const staleAt = Math.max((iat + (ttl > 0 ? ttl : 15)) * 1000, Date.now() + 1_000)
  return { value, staleAt: Math.min(staleAt, Date.now() + 15_000), uselessAt: exp * 1000 }
}

/** A set is identified by its hash, so it never changes. */
export async function loadPermissionSet(uri) {
  const { permissions: value } = await (await get(uri)).json()
  const text = [...value].sort().join('\n')
  const hash = createHash('sha256').update(text).digest('base64url')
  if (!uri.endsWith(`/sha256-${hash}`)) throw new Error('a permission set that is not what its hash says')
  return { value, staleAt: Infinity, uselessAt: Infinity }
}

async function get(uri) {
  const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${uri} answers ${response.status}`)
  return response
}

/** Loads once for all concurrent callers, and after a failure at most every five seconds. */
export function remember(load) {
  const entries = new Map()
  return async (uri) => {
    if (entries.size > 1_000) entries.clear()
    const entry = entries.get(uri) ?? { staleAt: 0, uselessAt: 0 }
    entries.set(uri, entry)
    if (Date.now() >= entry.staleAt) {
      const failed = () => ({ staleAt: Date.now() + retryMs })
      entry.loading ??= load(uri)
        .catch(failed)
        .then((loaded) => Object.assign(entry, loaded, { loading: undefined }))
      await entry.loading
    }
    if (Date.now() >= entry.uselessAt) throw new Error(`${uri} cannot be had`)
    return entry.value
  }
}
