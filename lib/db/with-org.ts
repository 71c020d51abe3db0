// The scoped transaction of an organization, and the way to tenant data. Its first statement is the access check: it takes the
// weak role, reads the caller's live session or API key, membership and role, and signs the organization into the transaction;
// only then does the callback get a `db`.
import type { Needed } from '@/lib/permissions/catalogue'
import { isForReading } from '@/lib/permissions/catalogue'
import { assertPermission } from '@/lib/permissions/grants'
import { asRole, assumption, keyCheck, memberCheck } from './authorize'
import {
  toKeySession,
  toMemberSession,
  type AssumedContext,
  type KeyRow,
  type MemberSession,
  type MemberRow,
  type OrgContext,
  type OrgSession,
  type SystemContext,
} from './session'
import { AppError } from '@/lib/errors'
import { recordRefusal, refusedAttempt } from './refusal'
import type { Beginning, Db, Readable } from './scope'
import { transaction } from './transaction'

/** Identity's tables, which no organization may touch, and those that triggers alone write. */
type Elsewhere =
  | 'session'
  | 'emailToken'
  | 'email'
  | 'signingKey'
  | 'permissionSet'
  | 'setting'
  | 'deletedToken'
  | 'purgedOrganization'
  | 'organizationVisit'

/** What a callback may touch: every tenant table, and of people what the organization may see. */
export type OrgDb = Omit<Db<Elsewhere>, 'user' | 'organization' | 'auditEvent'> & {
  user: Readable<'user'>
  // It ends by its own rules (lib/organizations), and what was recorded stays: the database says so, too.
  organization: Omit<Db['organization'], 'createMany' | 'delete' | 'deleteMany' | 'upsert'>
  auditEvent: Readable<'auditEvent'>
}

const isWrite = (needed: Needed): boolean => needed === 'any:write' || (needed !== 'any' && !isForReading(needed))

/**
 * Runs `work` inside the caller's organization. In: who calls, the permission that it takes, the work (SQL only: no mail, HTTP,
 * hashing or rate limit). A permission to write holds the caller's membership until the end. Throws unauthenticated,
 * invalid_token, not_found (no member), no_active_organization, organization_mismatch, insufficient_permissions; database
 * trouble as unavailable or conflict.
 */
export function withOrg<T>(
  ctx: OrgContext,
  needed: Needed,
  work: (db: OrgDb, session: OrgSession) => Promise<T>,
): Promise<T>

/** A job's, or one that was decided before: nothing is checked. */
export function withOrg<T>(
  ctx: SystemContext | AssumedContext,
  needed: 'any:write',
  work: (db: OrgDb) => Promise<T>,
): Promise<T>

export function withOrg<T>(
  ctx: OrgContext | SystemContext | AssumedContext,
  needed: Needed,
  work: (db: OrgDb, session: never) => Promise<T>,
): Promise<T> {
  const alone = work as (db: OrgDb) => Promise<T>
  if ('system' in ctx)
    return transaction('identity', async () => asRole('janitor', await assumption(ctx.organization, 'system')), alone, {
      patient: true,
    })
  if ('actorId' in ctx)
    return transaction('tenant', async () => asRole('tenant', await assumption(ctx.organization, ctx.actorId)), alone)
  return asCaller(ctx, needed, work as (db: OrgDb, session: OrgSession) => Promise<T>)
}

function asCaller<T>(
  ctx: OrgContext,
  needed: Needed,
  work: (db: OrgDb, session: OrgSession) => Promise<T>,
): Promise<T> {
  let entered: OrgSession | undefined
  const done = transaction<MemberRow | KeyRow, T>(
    'tenant',
    () => statementFor(ctx, needed),
    async (db, row) => {
      const session = isFresh(ctx, needed) ? ctx : toEntry(row, ctx)
      entered = session
      if (needed === 'any:write') assertWhole(row)
      else if (needed !== 'any') assertPermission(session, needed)
      return work(db, session)
    },
  )
  return done.catch(async (error: unknown) => {
    const event = refusedAttempt(error, entered, needed)
    if (event) await recordRefusal(event, (record) => asCaller(ctx, 'any', record))
    throw error
  })
}

async function statementFor(ctx: OrgContext, needed: Needed): Promise<Beginning> {
  if (isFresh(ctx, needed)) return asRole('tenant', await assumption(ctx.org.id, ctx.actor.id))
  const hold = isWrite(needed)
  return asRole('tenant', await ('apiKeyId' in ctx ? keyCheck(ctx, { hold }) : memberCheck(ctx, { hold })))
}

// What every member may do takes no permission, so that no list of permissions allows it: a narrowed token is not enough.
function assertWhole(row: MemberRow | KeyRow): void {
  if (!('scope' in row) || row.scope === null) return
  throw new AppError('insufficient_permissions', { detail: 'This token is narrowed to some permissions.' })
}

const toEntry = (row: MemberRow | KeyRow, ctx: OrgContext): OrgSession =>
  'apiKeyId' in ctx ? toKeySession(row as KeyRow, ctx) : toMemberSession(row as MemberRow, ctx)

const fresh = new WeakMap<object, number>()
const freshMs = 5_000

/**
 * Says that an session was read for the request that runs now: what is only read with it, within seconds, is not checked again.
 * For pages, whose layout and parts are one request.
 */
export function markFresh(session: MemberSession): MemberSession {
  fresh.set(session, performance.now())
  return session
}

const isFresh = (ctx: OrgContext, needed: Needed): ctx is MemberSession =>
  !isWrite(needed) && performance.now() - (fresh.get(ctx) ?? -Infinity) < freshMs
