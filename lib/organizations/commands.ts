// Creates and changes organizations. Triggers keep a former slug reserved for a while, so that it redirects members.
import type { z } from 'zod'
import { organizationTarget, recordAudit, type AuditChanges } from '@/lib/audit/record'
import { authorizeUser, listAccess, activateOrg } from '@/lib/db/authorize'
import type { MemberSession, OrgContext, PersonSession, UserContext } from '@/lib/db/session'
import { lockOrganization, withOrg, type OrgDb } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import { freeHue } from './hues'
import { recordVisit } from '@/lib/audit/visits'
import { counting } from '@/lib/requests/rate-limits'
import { assertFreeToUse, proposeSlug, randomSuffix, slugKeptDays } from './slugs'
import { newTypeId } from '@/lib/db/type-id'
import {
  organizationFields,
  type createOrganizationSchema,
  type Organization,
  type updateOrganizationSchema,
} from './schema'

/** The maximum number of organizations that one person may own. */
const maxOwned = 100

/**
 * Creates an organization with the caller as its owner, and makes it active. Without a slug it gets one from its name,
 * with a suffix if that is taken. Throws email_unverified, slug_reserved, slug_taken, rate_limited, conflict (the
 * caller owns the maximum number).
 */
export async function createOrganization(
  ctx: UserContext,
  input: z.infer<typeof createOrganizationSchema> & { hue?: number | null },
): Promise<MemberSession> {
  const person = await authorizeUser(ctx)
  if (!person.user.emailVerified) throw new AppError('email_unverified')
  if (input.slug) assertFreeToUse(input.slug)
  const others = await listAccess(ctx)
  assertMayOwnOneMore(others)
  const hue = input.hue ?? freeHue(others.map((other) => other.hue))
  return counting([['organizations_by_person', ctx.userId]], () => insertWithSlug(person, { ...input, hue }))
}

type NewOrganization = { name: string; slug: string; hue: number | null }

async function insertWithSlug(
  person: PersonSession,
  { name, slug: wanted, hue }: Omit<NewOrganization, 'slug'> & { slug?: string | undefined },
): Promise<MemberSession> {
  const slug = wanted || proposeSlug(name)
  try {
    return await insertOrganization(person, { name, slug, hue })
  } catch (error) {
    if (wanted || !isSlugTaken(error)) throw error
    return insertOrganization(person, { name, slug: `${slug}-${randomSuffix()}`, hue })
  }
}

function assertMayOwnOneMore(others: { role: string }[]): void {
  const owned = others.filter(({ role }) => role === 'owner').length
  const most = Math.max(1, Math.round(maxOwned * getEnv().RATE_LIMIT_SCALE))
  if (owned >= most) throw new AppError('conflict', { detail: `A person owns at most ${most} organizations.` })
}

const isSlugTaken = (error: unknown): boolean => error instanceof AppError && error.code === 'slug_taken'

/**
 * Inserts the organization, its owner and the first audit event in one transaction, then makes the organization active.
 */
async function insertOrganization(person: PersonSession, organization: NewOrganization): Promise<MemberSession> {
  const { userId, sessionId, cookieVersion, origin } = person
  const id = await insertRows(person, organization)
  const session = await activateOrg({
    userId,
    sessionId,
    cookieVersion,
    organization: id,
    tokenId: null,
    ...(origin && { origin }),
  })
  await recordVisit(session)
  return session
}

/** For a person without a session: the first owner of a server. */
export const createOrganizationFor = (person: Founder, { name }: { name: string }): Promise<string> =>
  insertRows(person, { name, slug: proposeSlug(name), hue: null })

type Founder = Pick<PersonSession, 'userId' | 'origin'> & { user: { name: string } }

async function insertRows({ userId, user, origin }: Founder, { name, slug, hue }: NewOrganization): Promise<string> {
  const id = newTypeId('org')
  const author = {
    actor: { type: 'user' as const, id: userId, name: user.name },
    responsibleId: userId,
    ...(origin && { origin }),
  }
  await withOrg({ actorId: userId, organization: id }, 'any:write', async (db) => {
    await db.organization.create({ data: { id, name, slug, hue }, select: { id: true } })
    await db.membership.create({ data: { userId, role: 'owner' }, select: { userId: true } })
    const changes: AuditChanges = { name: [null, name], slug: [null, slug] }
    await recordAudit(db, author, 'organization.created', organizationTarget({ id, name }), changes)
  }).catch((error: unknown) => {
    if (!(error instanceof AppError) || !['conflict', 'slug_taken'].includes(error.code)) throw error
    throw new AppError('slug_taken', {
      errors: [{ path: 'slug', message: 'This slug is taken. Choose another.' }],
      cause: error,
    })
  })
  return id
}

/** The maximum number of former slugs that an organization reserves, so that it cannot block slugs without limit. */
export const maxKeptSlugs = 5

/**
 * `expectedVersion`: the time of the last change that the caller read. Throws precondition_failed, slug_reserved,
 * slug_taken (also by another organization's former slug), rate_limited (it reserves the maximum number of slugs).
 */
export const updateOrganization = (
  ctx: OrgContext,
  { name, slug }: z.infer<typeof updateOrganizationSchema>,
  expectedVersion?: ExpectedVersion,
): Promise<Organization> =>
  withOrg(ctx, 'org:manage', async (db, session) => {
    const where = { id: session.org.id }
    await lockOrganization(db)
    const before = await db.organization.findFirstOrThrow({ where, select: organizationFields })
    assertVersion(expectedVersion, before.updatedAt)
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
    await recordAudit(db, session, 'organization.updated', organizationTarget(after), changes)
    return after
  }).catch((error: unknown) => {
    if (!(error instanceof AppError) || !['conflict', 'slug_taken'].includes(error.code)) throw error
    throw new AppError('slug_taken', { errors: [{ path: 'slug', message: 'This slug is taken. Choose another.' }] })
  })

// Returning to a former slug is always allowed, because it does not add a reserved one.
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
