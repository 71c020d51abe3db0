// The access checks of 0007_access as SQL statements, and functions that run one without a transaction around it.
import type { KeyRow, MemberRow, PersonRow } from './access-rows'
import {
  toKeySession,
  toMemberSession,
  toPersonSession,
  type KeyContext,
  type KeySession,
  type MemberContext,
  type MemberSession,
  type OrgContext,
  type OrgSession,
  type PersonSession,
  type UserContext,
} from './session'
import { AppError } from '@/lib/errors'
import type { CustomRoles } from '@/lib/permissions/roles'
import { prove } from './proof'
import type { Beginning, Statement } from './scope'
import { ask } from './transaction'

type DatabaseRole = 'tenant' | 'person' | 'identity' | 'janitor'

// Prisma reads and writes times without a time zone.
export const utc = `set_config('TimeZone', 'UTC', true)`

/** A check as the first statement of a transaction; the same statement sets the database role. */
export const asRole = (role: DatabaseRole, { text, values }: Statement): Beginning => ({
  text: `select set_config('role', '${role}', true), ${utc}, a.* from ${text} a`,
  values,
  role,
})

type MemberOptions = { hold?: boolean; activate?: boolean }

/**
 * `hold`: locks what the check read until the transaction ends. `activate`: makes the organization the session's active
 * one.
 */
export async function memberCheck(ctx: MemberContext, { hold = false, activate = false }: MemberOptions = {}) {
  const { sessionId, userId, cookieVersion, organization, tokenId, claimedOrganization = null } = ctx
  const proof = await prove('member', sessionId, userId, cookieVersion, tokenId, organization, claimedOrganization)
  return {
    text: 'authorize_member($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [sessionId, userId, cookieVersion, organization, tokenId, claimedOrganization, hold, activate, proof],
  }
}

/** Checks the key by a token that was issued to it, or by the SHA-256 of its secret. */
export async function keyCheck(
  {
    apiKeyId,
    organization,
    tokenId,
    claimedOrganization = null,
  }: Omit<KeyContext, 'organization'> & { organization: string | null },
  { secretHash = null, hold = false }: { secretHash?: string | null; hold?: boolean } = {},
) {
  const proof = await prove('key', apiKeyId, secretHash, tokenId, organization, claimedOrganization)
  return {
    text: 'authorize_key($1, $2, $3, $4, $5, $6, $7)',
    values: [apiKeyId, secretHash, organization, tokenId, claimedOrganization, hold, proof],
  }
}

/** The check of a signed-in person, without an organization. */
export const personCheck = async ({ sessionId, userId, cookieVersion }: UserContext) => ({
  text: 'authorize_person($1, $2, $3, $4)',
  values: [sessionId, userId, cookieVersion, await prove('person', sessionId, userId, cookieVersion)],
})

/** Sets the context without a check. lib/db/with-org.ts says when that is allowed. */
export const assumption = async (organization: string, actor: string) => ({
  text: 'assume_context($1, $2, $3)',
  values: [organization, actor, await prove('assume', organization, actor)],
})

const asStatement = ({ text, values }: Statement): Statement => ({ text: `select a.* from ${text} a`, values })

/** Checks the caller's access to the organization, in one statement. Throws as `withOrg` does. */
export async function authorizeOrg(ctx: MemberContext): Promise<MemberSession>
export async function authorizeOrg(ctx: OrgContext): Promise<OrgSession>
export async function authorizeOrg(ctx: OrgContext): Promise<OrgSession> {
  if ('apiKeyId' in ctx) return authorizeKey(ctx)
  const [row] = await ask<MemberRow>('tenant', async () => asStatement(await memberCheck(ctx)))
  return toMemberSession(row!, ctx)
}

async function authorizeKey(ctx: KeyContext): Promise<KeySession> {
  const [row] = await ask<KeyRow>('tenant', async () => asStatement(await keyCheck(ctx)))
  return toKeySession(row!, ctx)
}

/** Like `authorizeOrg`, and makes the organization the session's active one. */
export async function activateOrg(ctx: MemberContext): Promise<MemberSession> {
  const [row] = await ask<MemberRow>('tenant', async () => asStatement(await memberCheck(ctx, { activate: true })))
  return toMemberSession(row!, ctx)
}

/** The signed-in person and the id of their active organization, in one statement. Throws unauthenticated. */
export async function authorizeUser(ctx: UserContext): Promise<PersonSession> {
  const [row] = await ask<PersonRow>('tenant', async () => asStatement(await personCheck(ctx)))
  return toPersonSession(row!, ctx)
}

/** A row of the SQL function `list_access`. */
type AccessRow = {
  status: PersonRow['status']
  id: string
  slug: string
  name: string
  logo_url: string | null
  hue: number | null
  role: string
  joined_at: Date
  is_active: boolean
  custom_role: CustomRoles[string] | null
  /** The organization does not let the person in without a second factor, and they have none. */
  needs_second_factor: boolean
}

/** `query`: a text in the name or slug. `after`: the name and id of the last row of the page before. Without a `limit` all rows. */
type AccessRange = { query?: string | undefined; after?: readonly [name: string, id: string] | null; limit?: number }

/** The person's organizations by name, in one statement. Throws unauthenticated. */
export async function listAccess(ctx: UserContext, { query, after, limit }: AccessRange = {}): Promise<AccessRow[]> {
  const { sessionId, userId, cookieVersion } = ctx
  const [name, id] = after ?? [null, null]
  const rows = await ask<AccessRow>('tenant', async () => ({
    text: 'select * from list_access($1, $2, $3, $4, $5, $6, $7, $8)',
    values: [
      ...[sessionId, userId, cookieVersion, await prove('list', sessionId, userId, cookieVersion)],
      ...[query || null, name, id, limit ?? null],
    ],
  }))
  if (rows[0]?.status === 'no_session') throw new AppError('unauthenticated')
  return rows
}

/** A session in an organization, by its id or slug. */
export type SessionInOrganization = Omit<UserContext, 'origin'> & { organization: string }

/** The current membership of each session, in the same order, in one statement. It does not count as a use of a session. */
export async function readStatuses(sessions: SessionInOrganization[]): Promise<MemberRow[]> {
  const list = <Key extends keyof SessionInOrganization>(key: Key) => sessions.map((place) => place[key])
  return ask<MemberRow>('tenant', async () => ({
    text: `select a.* from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[])
        with ordinality as w (session_id, user_id, cookie, organization, proof, n),
      lateral read_membership(w.session_id, w.user_id, w.cookie, w.organization, w.proof) a order by w.n`,
    values: [
      ...[list('sessionId'), list('userId'), list('cookieVersion'), list('organization')],
      await Promise.all(
        sessions.map(({ sessionId, userId, cookieVersion, organization }) =>
          prove('member', sessionId, userId, cookieVersion, null, organization, null),
        ),
      ),
    ],
  }))
}
