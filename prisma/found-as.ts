// How the seed makes an organization: as its founder, signed in for as long as it takes.
import type { MemberEntry } from '@/lib/db/entry'
import { withIdentity } from '@/lib/db/with-identity'
import { enterOrg, foundOrg } from '@/lib/db/with-org'

const lifetimeMs = 10 * 60_000

/** Runs `work` in the organization. One that exists already is left as it is, unless `again`. */
export async function foundAs(
  userId: string,
  { slug, name }: { slug: string; name: string },
  work: (entry: MemberEntry) => Promise<unknown>,
  again = false,
): Promise<void> {
  const { id: sessionId } = await withIdentity((db) =>
    db.session.create({
      data: { userId, expiresAt: new Date(Date.now() + lifetimeMs), userAgent: 'seed' },
      select: { id: true },
    }),
  )
  const ctx = { userId, sessionId }
  try {
    const entry = await foundOrg(ctx, { slug, name }).catch((error: Error & { code?: string }) => {
      if (error.code !== 'slug_taken') throw error
      return again ? enterOrg({ ...ctx, organization: slug, tokenId: null }) : null
    })
    if (entry) await work(entry)
  } finally {
    await withIdentity((db) => db.session.delete({ where: { id: sessionId } }))
  }
}
