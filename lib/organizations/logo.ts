// The logo of an organization: uploaded, re-encoded, and stored under the hash of its bytes, which is part of its URL.
// A new logo replaces the previous one and its URL.
import { createHash } from 'node:crypto'
import { organizationTarget, recordAudit } from '@/lib/audit/record'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { lockOrganization, withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { counting } from '@/lib/requests/rate-limits'
import { assertDrawable, drawPicture } from '@/lib/pictures/draw'

const logoPath = (organizationId: string, hash: string): string => `/api/logos/${organizationId}/${hash}`

/**
 * `read`: reads the upload; called only after the permission check. Throws validation_failed for an unsupported
 * picture, rate_limited, unavailable.
 */
export async function setLogo(ctx: OrgContext, read: () => Promise<Uint8Array>): Promise<void> {
  const { org } = await withOrg(ctx, 'org:manage', async (_db, session) => session)
  const bytes = await counting([['logos_by_organization', org.id]], async () => assertDrawable(await read()))
  const picture = await drawPicture(bytes, org.id)
  const hash = createHash('sha256').update(picture).digest('hex')
  await withOrg({ ...ctx, organization: org.id }, 'org:manage', async (db, session) => {
    const before = await detachLogo(db)
    await db.organizationLogo.create({ data: { hash, bytes: new Uint8Array(picture) }, select: { hash: true } })
    await setAddress(db, session, logoPath(session.org.id, hash))
    if (before !== hash)
      await recordAudit(db, session, 'organization.logo_changed', organizationTarget(session.org), {
        logo: [before, hash],
      })
  })
}

/** Deletes the logo. Does nothing if there is none. */
export const removeLogo = (ctx: OrgContext): Promise<void> =>
  withOrg(ctx, 'org:manage', async (db, session) => {
    const before = await detachLogo(db)
    if (before === null) return
    await setAddress(db, session, null)
    await recordAudit(db, session, 'organization.logo_removed', organizationTarget(session.org), {
      logo: [before, null],
    })
  })

/** The URL of the logo and the chosen color, inside another scoped transaction. */
export const readMark = (
  db: Pick<OrgDb, 'organization'>,
  id: string,
): Promise<{ logoUrl: string | null; hue: number | null }> =>
  db.organization.findFirstOrThrow({ where: { id }, select: { logoUrl: true, hue: true } })

/** The bytes of a logo, for anyone who knows its URL. Throws not_found. */
export async function getLogo(organizationId: string, hash: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^org_[0-9a-z]{26}$/.test(organizationId)) throw new AppError('not_found')
  const found = await withOrg({ actorId: 'anonymous', organization: organizationId }, 'any:write', (db) =>
    db.organizationLogo.findFirst({ where: { hash, organization: { deletedAt: null } }, select: { bytes: true } }),
  )
  if (!found) throw new AppError('not_found')
  return found.bytes
}

// Locks the organization, which serializes simultaneous uploads.
async function detachLogo(db: OrgDb): Promise<string | null> {
  await lockOrganization(db)
  const [before] = await db.organizationLogo.findMany({ select: { hash: true } })
  await db.organizationLogo.deleteMany({})
  return before?.hash ?? null
}

const setAddress = (db: OrgDb, { org }: OrgSession, logoUrl: string | null) =>
  db.organization.update({ where: { id: org.id }, data: { logoUrl }, select: { id: true } })
