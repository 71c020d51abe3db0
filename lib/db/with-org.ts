// The scoped transaction of an organization, the only access to tenant data. Its first statement is the access check:
// it sets the weak database role, reads the caller's session or API key, membership and role, and signs the
// organization into the transaction. Only then does the callback get `db`.
import { type Needed, isForReading } from '@/lib/permissions/catalogue'
import { assertPermission, can } from '@/lib/permissions/grants'
import { noteOrganization } from './answering'
import { asRole, assumption, keyCheck, memberCheck } from './authorize'
import { toConfig } from './client'
import type { KeyRow, MemberRow } from './access-rows'
import {
  toKeySession,
  toMemberSession,
  type AssumedContext,
  type MemberSession,
  type OrgContext,
  type OrgSession,
  type SystemContext,
} from './session'
import { AppError } from '@/lib/errors'
import { compareReturned, isCounting } from './returned-rows'
import { recordRefusal, refusedAttempt } from './refusal'
import type { Beginning, Db, Readable, Statement } from './scope'
import type { Sql } from './sql'
import { askTogether } from './together'
import { askAfter, transaction } from './transaction'
import { inTurn } from './turns'

/** Tables of identity, and tables that only triggers write. */
type Elsewhere =
  | 'userPicture'
  | 'totpSecret'
  | 'passkey'
  | 'recoveryCode'
  | 'pendingSignIn'
  | 'usedChallenge'
  | 'session'
  | 'emailToken'
  | 'email'
  | 'signingKey'
  | 'permissionSet'
  | 'setting'
  | 'deletedToken'
  | 'purgedOrganization'
  | 'organizationVisit'
  | 'connection'
  | 'signInCode'
  | 'usedProof'
  | 'rateLimit'

/** Every tenant table, and of users what row-level security shows to the organization. */
export type OrgDb = Omit<Db<Elsewhere>, 'user' | 'organization' | 'organizationSlug' | 'memberTerm' | 'auditEvent'> & {
  user: Readable<'user'>
  // Triggers write these two.
  organizationSlug: Readable<'organizationSlug'>
  memberTerm: Readable<'memberTerm'>
  // Organizations are created and deleted by lib/organizations, and audit events cannot be changed. The database
  // enforces both.
  organization: Omit<Db['organization'], 'createMany' | 'delete' | 'deleteMany' | 'upsert'>
  auditEvent: Readable<'auditEvent'>
}

const isWrite = (needed: Needed): boolean => needed === 'any:write' || (needed !== 'any' && !isForReading(needed))

/**
 * Runs `work` in the caller's organization. In: the caller, the needed permission, the work (SQL only: no mail, HTTP,
 * hashing or rate limit). A write permission locks the caller's membership until the end. Throws unauthenticated,
 * invalid_token, not_found (not a member), no_active_organization, organization_mismatch, insufficient_permissions;
 * database trouble as unavailable or conflict.
 */
export function withOrg<T>(
  ctx: OrgContext,
  needed: Needed,
  work: (db: OrgDb, session: OrgSession) => Promise<T>,
): Promise<T>

/** For jobs, and for access that was decided before: nothing is checked. */
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
  const withoutSession = work as (db: OrgDb) => Promise<T>
  if ('system' in ctx)
    return transaction(
      'identity',
      async () => asRole('janitor', await assumption(ctx.organization, 'system')),
      withoutSession,
      {
        patient: true,
      },
    )
  // Strangers can only read public data. They have turns of their own, so that they cannot use up a member's.
  if ('actorId' in ctx)
    return inTurn(`${ctx.actorId} ${ctx.organization}`, () =>
      transaction(
        'tenant',
        async () => asRole('tenant', await assumption(ctx.organization, ctx.actorId)),
        withoutSession,
      ),
    )
  return asCaller(ctx, needed, work as (db: OrgDb, session: OrgSession) => Promise<T>)
}

function asCaller<T>(
  ctx: OrgContext,
  needed: Needed,
  work: (db: OrgDb, session: OrgSession) => Promise<T>,
): Promise<T> {
  return inTurnOf(ctx, needed, (admit) =>
    transaction<MemberRow | KeyRow, T>(
      'tenant',
      () => statementFor(ctx, needed),
      async (db, row) => {
        const session = admit(row)
        const result = await work(db, session)
        await compareReturned(needed, session.org.id)
        return result
      },
    ),
  )
}

/**
 * Runs `work` when it is the organization's turn. `work` gets what turns the row of the access check into a session, and
 * throws if that may not do what is `needed`. Such a refusal is recorded.
 */
async function inTurnOf<T>(
  ctx: OrgContext,
  needed: Needed,
  work: (admit: (row: MemberRow | KeyRow) => OrgSession) => Promise<T>,
): Promise<T> {
  let authorized: OrgSession | undefined
  try {
    return await inTurn(nameOf(ctx), (found) =>
      work((row) => {
        const session = (authorized = isFresh(ctx, needed) ? ctx : toSession(row, ctx))
        found(session.org.id)
        noteOrganization(session.org.id)
        if (needed === 'any:write') assertWhole(row)
        else if (needed !== 'any') assertPermission(session, needed)
        return session
      }),
    )
  } catch (error) {
    const event = refusedAttempt(error, authorized, needed)
    if (event) await recordRefusal(event, (record) => asCaller(ctx, 'any', record))
    throw error
  }
}

/**
 * Reads with one statement in the caller's organization. In: the caller, the needed permission, the statement, or what makes
 * it for their session, and what to make of its rows. Throws as `withOrg` does. The statements that a page asks for at the
 * same moment travel in one message. A statement that needs no session travels with the access check.
 */
export async function queryOrg<Row, T>(
  ctx: OrgContext,
  needed: Exclude<Needed, 'any:write'>,
  statement: Sql | ((session: OrgSession) => Sql),
  read: (rows: Row[], session: OrgSession) => T,
): Promise<T> {
  const statementOf = (session: OrgSession) => (typeof statement === 'function' ? statement(session) : statement)
  // What is counted is compared at the end of a transaction of its own.
  if (isFresh(ctx, needed) && !isCounting() && (needed === 'any' || can(ctx, needed)))
    return read(
      (await askTogether(ctx, toConfig(statementOf(ctx)), (statements) => send(ctx, statements))) as Row[],
      ctx,
    )
  if (typeof statement === 'function' || isCounting())
    return withOrg(ctx, needed, async (db, session) => read(await db.$queryRaw<Row[]>(statementOf(session)), session))
  return inTurnOf(ctx, needed, async (admit) => {
    const [check, found] = await askAfter('tenant', () => checkOf(ctx), [toConfig(statement)])
    const session = admit(check!.rows[0] as MemberRow | KeyRow)
    return read(found!.rows as Row[], session)
  })
}

async function send(session: MemberSession, statements: Statement[]): Promise<unknown[][]> {
  noteOrganization(session.org.id)
  const results = await inTurn(nameOf(session), () => askAfter('tenant', () => assumed(session), statements))
  return results.slice(1).map(({ rows }) => rows as unknown[])
}

const assumed = async ({ org, actor }: MemberSession) => asRole('tenant', await assumption(org.id, actor.id))

// An unknown name is the caller's own, so that nobody waits behind a stranger who names their organization.
function nameOf(ctx: OrgContext): string {
  if ('org' in ctx) return (ctx as MemberSession).org.id
  return 'apiKeyId' in ctx ? ctx.apiKeyId : `${ctx.sessionId} ${ctx.organization ?? ''}`
}

const statementFor = (ctx: OrgContext, needed: Needed): Promise<Beginning> =>
  isFresh(ctx, needed) ? assumed(ctx) : checkOf(ctx, isWrite(needed))

/** Locks the organization of the transaction until its end, so that changes that depend on what is read next come one by one. */
export async function lockOrganization(db: Pick<OrgDb, '$queryRaw'>): Promise<void> {
  await db.$queryRaw`select 1 from organizations where id = current_org() for update`
}

async function checkOf(ctx: OrgContext, hold = false): Promise<Beginning> {
  return asRole('tenant', await ('apiKeyId' in ctx ? keyCheck(ctx, { hold }) : memberCheck(ctx, { hold })))
}

// Actions of any member have no permission, so a narrowed token cannot list them: it is refused.
function assertWhole(row: MemberRow | KeyRow): void {
  if (row.scope === null) return
  throw new AppError('insufficient_permissions', { detail: 'This token is narrowed to some permissions.' })
}

const toSession = (row: MemberRow | KeyRow, ctx: OrgContext): OrgSession =>
  'apiKeyId' in ctx ? toKeySession(row as KeyRow, ctx) : toMemberSession(row as MemberRow, ctx)

const fresh = new WeakMap<object, number>()
const freshMs = 5_000

/**
 * Marks a session as read for the current request: for a few seconds reads with it skip the access check. For pages,
 * whose layout and parts belong to one request.
 */
export function markFresh(session: MemberSession): MemberSession {
  fresh.set(session, performance.now())
  return session
}

const isFresh = (ctx: OrgContext, needed: Needed): ctx is MemberSession =>
  !isWrite(needed) && performance.now() - (fresh.get(ctx) ?? -Infinity) < freshMs
