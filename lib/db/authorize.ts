// The access checks of 0007_access as statements, and those that stand alone: what is asked where nothing else is read.
import {
  toKeySession,
  toMemberSession,
  toPersonSession,
  type KeyContext,
  type KeySession,
  type KeyRow,
  type MemberContext,
  type MemberSession,
  type MemberRow,
  type OrgContext,
  type OrgSession,
  type PersonSession,
  type PersonRow,
  type UserContext,
} from './session'
import { AppError } from '@/lib/errors'
import type { CustomRoles } from '@/lib/permissions/roles'
import { prove } from './proof'
import type { Beginning, Statement } from './scope'
import { ask } from './transaction'

type DatabaseRole = 'tenant' | 'person' | 'identity' | 'janitor'

// Prisma reads and writes times without their zone.
export const utc = `set_config('TimeZone', 'UTC', true)`

/** A check as the first statement of a transaction, which takes its role with it. */
export const asRole = (role: DatabaseRole, { text, values }: Statement): Beginning => ({
  text: `select set_config('role', '${role}', true), ${utc}, a.* from ${text} a`,
  values,
  role,
})

type MemberOptions = { hold?: boolean; activate?: boolean }

/** `hold`: keeps what was read as it is until the transaction ends. `activate`: makes it the session's active organization. */
export async function memberCheck(ctx: MemberContext, { hold = false, activate = false }: MemberOptions = {}) {
  const { sessionId, userId, organization, tokenId, claimedOrganization = null } = ctx
  const proof = await prove('member', sessionId, userId, tokenId, organization, claimedOrganization)
  return {
    text: 'authorize_member($1, $2, $3, $4, $5, $6, $7, $8)',
    values: [sessionId, userId, organization, tokenId, claimedOrganization, hold, activate, proof],
  }
}

/** By the token that was issued to the key, or by the SHA-256 of its secret. */
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

export const personCheck = async ({ sessionId, userId }: UserContext) => ({
  text: 'authorize_person($1, $2, $3)',
  values: [sessionId, userId, await prove('person', sessionId, userId)],
})

/** For what the application answers for itself: lib/db/with-org.ts says where. */
export const assumption = async (organization: string, actor: string) => ({
  text: 'assume_context($1, $2, $3)',
  values: [organization, actor, await prove('assume', organization, actor)],
})

const alone = ({ text, values }: Statement): Statement => ({ text: `select a.* from ${text} a`, values })

/** The caller's live standing in the organization, in one statement. Throws as `withOrg` does. */
export async function enterOrg(ctx: MemberContext): Promise<MemberSession>
export async function enterOrg(ctx: OrgContext): Promise<OrgSession>
export async function enterOrg(ctx: OrgContext): Promise<OrgSession> {
  if ('apiKeyId' in ctx) return authorizeKey(ctx)
  const [row] = await ask<MemberRow>('tenant', async () => alone(await memberCheck(ctx)))
  return toMemberSession(row!, ctx)
}

async function authorizeKey(ctx: KeyContext): Promise<KeySession> {
  const [row] = await ask<KeyRow>('tenant', async () => alone(await keyCheck(ctx)))
  return toKeySession(row!, ctx)
}

/** Like `enterOrg`, and makes the organization the session's active one. */
export async function switchOrg(ctx: MemberContext): Promise<MemberSession> {
  const [row] = await ask<MemberRow>('tenant', async () => alone(await memberCheck(ctx, { activate: true })))
  return toMemberSession(row!, ctx)
}

/** Who is signed in, and the id of their active organization, in one statement. Throws unauthenticated. */
export async function authorizeUser(ctx: UserContext): Promise<PersonSession> {
  const [row] = await ask<PersonRow>('tenant', async () => alone(await personCheck(ctx)))
  return toPersonSession(row!, ctx)
}

/** A row of the SQL function `list_access`. */
type AccessRow = {
  status: PersonRow['status']
  id: string
  slug: string
  name: string
  logo_url: string | null
  role: string
  joined_at: Date
  is_active: boolean
  custom_role: CustomRoles[string] | null
}

/** Every organization that the person may enter, by name, in one statement however many there are. Throws unauthenticated. */
export async function listAccess(ctx: UserContext): Promise<AccessRow[]> {
  const { sessionId, userId } = ctx
  const rows = await ask<AccessRow>('tenant', async () => ({
    text: 'select * from list_access($1, $2, $3)',
    values: [sessionId, userId, await prove('list', sessionId, userId)],
  }))
  if (rows[0]?.status === 'no_session') throw new AppError('unauthenticated')
  return rows
}

/** A session in an organization, by its id or slug. */
export type SessionPlace = { userId: string; sessionId: string; organization: string }

/** What is true of each of them now, in their order and in one statement. */
export async function readStatuses(whereabouts: SessionPlace[]): Promise<MemberRow[]> {
  const list = <Key extends keyof SessionPlace>(key: Key) => whereabouts.map((place) => place[key])
  return ask<MemberRow>('tenant', async () => ({
    text: `select a.* from unnest($1::text[], $2::text[], $3::text[], $4::text[])
        with ordinality as w (session_id, user_id, organization, proof, n),
      lateral authorize_member(w.session_id, w.user_id, w.organization, null, null, false, false, w.proof) a order by w.n`,
    values: [
      ...[list('sessionId'), list('userId'), list('organization')],
      await Promise.all(
        whereabouts.map(({ sessionId, userId, organization }) =>
          prove('member', sessionId, userId, null, organization, null),
        ),
      ),
    ],
  }))
}
