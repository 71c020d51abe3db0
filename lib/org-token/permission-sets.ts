// Permission sets by their hash. If a fork's catalogue makes a token too large, the token contains the hash, and a
// verifier fetches the set once. A set never changes, because its hash identifies its content.
import { createHash } from 'node:crypto'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/** Longer signed tokens contain the hash: half of what servers commonly accept as one header. */
export const maxTokenBytes = 1_536

const hashPattern = /^sha256-[\w-]{43}$/
const stored = new Set<string>()

/** In: permissions in any order. Out: "sha256-" and the base64url of the SHA-256 over the sorted ones, a line each. */
export const hashPermissions = (permissions: readonly string[]): string =>
  `sha256-${createHash('sha256').update(sorted(permissions).join('\n')).digest('base64url')}`

/** Stores the set, once per process. Out: its hash. */
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

/** The set of a hash. Throws not_found for an unknown one. */
export async function getPermissionSet(hash: string): Promise<{ permissions: string[] }> {
  if (!hashPattern.test(hash)) throw new AppError('not_found')
  const set = await withIdentity((db) => db.permissionSet.findFirst({ where: { hash }, select: { permissions: true } }))
  if (!set) throw new AppError('not_found')
  return set
}

const sorted = (permissions: readonly string[]): string[] => [...permissions].sort()
