// Permissions by their hash: where a fork's catalogue makes a token too large to travel, the token names the set instead,
// and whoever verifies it fetches the set once. A set never changes, since its name says what is in it.
import { createHash } from 'node:crypto'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/** A signed token longer than this names its permissions by hash: half of what servers commonly take as one header. */
export const maxTokenBytes = 1_536

const hashPattern = /^sha256-[\w-]{43}$/
const stored = new Set<string>()

/** In: permissions in any order. Out: "sha256-" and the base64url of the SHA-256 over the sorted ones, a line each. */
export const hashPermissions = (permissions: readonly string[]): string =>
  `sha256-${createHash('sha256').update(sorted(permissions).join('\n')).digest('base64url')}`

/** Makes a set known by its hash, once in the life of this process; out, the hash. */
export async function storePermissionSet(permissions: readonly string[]): Promise<string> {
  const hash = hashPermissions(permissions)
  if (stored.has(hash)) return hash
  await withIdentity(
    (db) => db.$executeRaw`
      insert into permission_sets (hash, permissions) values (${hash}, ${sorted(permissions)}) on conflict do nothing`,
  )
  stored.add(hash)
  return hash
}

/** Throws not_found for a hash that no token carries. */
export async function getPermissionSet(hash: string): Promise<{ permissions: string[] }> {
  if (!hashPattern.test(hash)) throw new AppError('not_found')
  const set = await withIdentity((db) => db.permissionSet.findFirst({ where: { hash }, select: { permissions: true } }))
  if (!set) throw new AppError('not_found')
  return set
}

const sorted = (permissions: readonly string[]): string[] => [...permissions].sort()
