// The part of scripts/keys.mjs that needs a database. It also prints what happens next, because an emergency leaves no time to
// read about caches.
import { disconnect } from '@/lib/db/client'
import { getEnv } from '@/lib/env'
import { keyring } from '@/lib/org-token/keys'
import { listKeys, revokeKey, startRotation, type ListedKey } from '@/lib/org-token/rotate'
import { keySetMaxAgeSeconds, retirementMs } from '@/lib/org-token/rotation'

const [verb, kid = ''] = process.argv.slice(2)

const words: Record<ListedKey['state'], (key: ListedKey) => string> = {
  next: ({ activatesAt }) => `published, signs from ${when(activatesAt)} on`,
  signing: ({ activatesAt }) => `signs since ${when(activatesAt)}`,
  old: () => 'signs no more, published until its last token has expired and left every cache',
  retired: () => 'no longer published',
  revoked: ({ revokedAt }) => `revoked at ${when(revokedAt!)}`,
}

async function list(): Promise<string[]> {
  return (await listKeys()).map((key) => `  ${key.id}  ${key.state.padEnd(8)} ${words[key.state](key)}`)
}

async function rotate(): Promise<string[]> {
  const next = (await startRotation())!
  return [
    `  ${next.id} is published and signs from ${when(next.activatesAt)} on, in every instance at once.`,
    `  The key before it stays published for ${retirementMs / 60_000} minutes more. Nobody needs to do anything.`,
  ]
}

async function revoke(): Promise<string[]> {
  const signing = await revokeKey(kid)
  if (!signing) throw new Error(`There is no key ${kid}. npm run keys:list shows them.`)
  const ttl = getEnv().ORG_TOKEN_TTL_SECONDS / 60
  return [
    `  ${kid} is revoked; ${signing.id} signs from now on.`,
    '  Here: every token issued since the revoked key began to sign is refused from now on, also by introspection and in',
    '  the list of revoked tokens (15 seconds). Browsers and programs get a new token by themselves or ask for one.',
    '  The key set is without the key within 5 seconds.',
    `  Elsewhere: a verifier that keeps the key set trusts the key until it fetches the set again: ${keySetMaxAgeSeconds / 60} minutes for one`,
    '  that obeys Cache-Control, longer behind a cache that answers while it cannot reach us. A thief can sign tokens for',
    '  that long, whatever their lifetime; restart such verifiers, or clear their caches, to end it now. Until then they',
    `  refuse new tokens, too, unless they look again for a key that they do not know (jose, jwks-rsa and fast-jwt do).`,
    `  Tokens that were issued honestly keep working there for at most ${ttl} minutes, as always.`,
  ]
}

const when = (time: Date): string => time.toISOString().replace('T', ' ').slice(0, 16) + ' UTC'

const verbs: Record<string, () => Promise<string[]>> = { list, rotate, revoke }

try {
  if (!Object.hasOwn(verbs, verb ?? '')) throw new Error(`Use one of ${Object.keys(verbs).join(', ')}.`)
  // A database without a key gets its first one.
  await keyring()
  console.log((await verbs[verb!]!()).join('\n'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await disconnect()
}
