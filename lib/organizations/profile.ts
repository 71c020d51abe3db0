// What an organization is called and where it lives. A slug that it gives up leads its members on and stays its own for a
// while: triggers of the database see to both.
import { z } from 'zod'
import { recordAudit, type AuditChanges } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/entry'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { idSchema, nameSchema, timeSchema } from '@/lib/json-schemas'
import { assertFreeToUse, slugKeptDays, slugSchema } from '@/lib/slugs'
import { singleLine } from '@/lib/text'
import { assertSeen, type Seen } from '@/lib/versions'

export const updateOrganizationSchema = z.strictObject({
  name: singleLine(80).optional(),
  slug: slugSchema.optional(),
})

/** How many slugs that it gave up an organization keeps at a time: a slug that nobody else can have is not to be had without end. */
export const maxKeptSlugs = 5

const organizationFields = {
  id: true,
  slug: true,
  name: true,
  logoUrl: true,
  createdAt: true,
  updatedAt: true,
} as const

export type Organization = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  createdAt: Date
  updatedAt: Date
}

export const getOrganization = (ctx: OrgContext): Promise<Organization> =>
  withOrg(ctx, 'org:read', (db, { org }) =>
    db.organization.findFirstOrThrow({ where: { id: org.id }, select: organizationFields }),
  )

/**
 * `seen`: what the caller takes for its version, the time of its last change. Throws precondition_failed, slug_reserved,
 * slug_taken (also by an organization that gave it up lately), rate_limited (it keeps as many as it may).
 */
export const updateOrganization = (
  ctx: OrgContext,
  { name, slug }: z.infer<typeof updateOrganizationSchema>,
  seen?: Seen,
): Promise<Organization> =>
  withOrg(ctx, 'org:manage', async (db, entry) => {
    const where = { id: entry.org.id }
    await db.$queryRaw`select 1 from organizations where id = ${entry.org.id} for update`
    const before = await db.organization.findFirstOrThrow({ where, select: organizationFields })
    assertSeen(seen, before.updatedAt)
    const changes: AuditChanges = {}
    if (name !== undefined && name !== before.name) changes.name = [before.name, name]
    if (slug !== undefined && slug !== before.slug) changes.slug = [before.slug, slug]
    if (Object.keys(changes).length === 0) return before
    if (changes.slug) await assertMayTake(db, slug!)
    const after = await db.organization.update({
      where,
      data: { name: name ?? before.name, slug: slug ?? before.slug },
      select: organizationFields,
    })
    await recordAudit(
      db,
      entry,
      'organization.updated',
      { type: 'organization', id: after.id, name: after.name },
      changes,
    )
    return after
  }).catch((error: unknown) => {
    if (!(error instanceof AppError) || !['conflict', 'slug_taken'].includes(error.code)) throw error
    throw new AppError('slug_taken', { errors: [{ path: 'slug', message: 'This slug is taken. Choose another.' }] })
  })

// Back to one that it keeps: always, since it keeps no more then.
async function assertMayTake(db: OrgDb, slug: string): Promise<void> {
  assertFreeToUse(slug)
  const kept = await db.$queryRaw<{ slug: string; seconds: number }[]>`
    select slug, ceil(extract(epoch from released_at - now()))::int + ${slugKeptDays * secondsInDay}::int as seconds
    from organization_slugs where organization_id = current_org()
      and released_at > now() - make_interval(days => ${slugKeptDays}::int) order by released_at desc`
  const most = Math.max(1, Math.round(maxKeptSlugs * getEnv().RATE_LIMIT_SCALE))
  if (kept.length < most || kept.some((each) => each.slug === slug)) return
  const detail = `An organization keeps its last ${most} slugs for ${slugKeptDays} days each. Go back to one of them, or wait.`
  throw new AppError('rate_limited', { detail, retryAfterSeconds: kept[most - 1]!.seconds })
}

const secondsInDay = 24 * 60 * 60

export const organizationJsonSchema = z
  .object({
    id: idSchema('org'),
    slug: nameSchema('acme'),
    name: nameSchema('Acme Corp'),
    logo_url: z
      .string()
      .nullable()
      .meta({ description: 'A WebP of at most 256 × 256, for everybody who has the address.', example: null }),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Organization' })

export const toOrganizationJson = ({
  id,
  slug,
  name,
  logoUrl,
  createdAt,
  updatedAt,
}: Organization): z.input<typeof organizationJsonSchema> => ({
  id,
  slug,
  name,
  logo_url: logoUrl && `${getEnv().APP_URL}${logoUrl}`,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
})
