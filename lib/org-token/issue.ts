// Issues organization tokens: one statement checks access and stores the token's row, then the token is signed.
import { SignJWT } from 'jose'
import { z } from 'zod'
import {
  exchangeMemberToken,
  issueApiKeyToken,
  issueMemberToken,
  type Exchange,
  type TokenRow,
} from '@/lib/db/issue-token'
import type { MemberContext, OrgSession } from '@/lib/db/session'
import type { KeyProof } from '@/lib/db/with-credential'
import type { OrgDb } from '@/lib/db/with-org'
import { getEnv } from '@/lib/env'
import { recordVisit } from '@/lib/audit/visits'
import { idSchema, nameSchema, permissionSchema, roleJsonSchema } from '@/lib/schemas'
import { algorithm, tokenType, type OrgTokenClaims } from './claims'
import { signerFor } from './keys'
import { maxTokenBytes, storePermissionSet } from './permission-sets'
import { statusEntry } from './status'

/** An organization with the caller's role and permissions. */
export const organizationAccessJsonSchema = z
  .object({
    id: idSchema('org'),
    slug: nameSchema('acme'),
    name: nameSchema('Acme Corp'),
    role: roleJsonSchema,
    permissions: z.array(permissionSchema),
  })
  .meta({ id: 'EnteredOrganization' })

/** The token response of RFC 6749, section 5.1, with the token's organization. Times in seconds. */
export const orgTokenJsonSchema = z
  .object({
    access_token: z.string().meta({ example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…' }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'Seconds.', example: 300 }),
    organization: organizationAccessJsonSchema,
  })
  .meta({ id: 'OrganizationToken' })

export type OrgToken = z.infer<typeof orgTokenJsonSchema>

/** An audience that tokens can be issued for, in a request. */
export const audienceSchema = z
  .string()
  .refine(isAudience, { error: () => `Use one of ${getEnv().ORG_TOKEN_AUDIENCES.join(', ')}.` })
  .meta({ description: 'Whom the token is for: one of ORG_TOKEN_AUDIENCES. By default the first of them.' })

/** Whether tokens can be issued for this audience. */
export function isAudience(audience: string): boolean {
  return getEnv().ORG_TOKEN_AUDIENCES.includes(audience)
}

type Options = { activate?: boolean; audience?: string | undefined }

/** Issues a token to a signed-in member. Throws unauthenticated, not_found (not a member), no_active_organization. */
export async function issueOrgToken(
  ctx: MemberContext,
  { activate = false, audience }: Options = {},
): Promise<OrgToken> {
  const row = await issueMemberToken(ctx, { ttlSeconds: getEnv().ORG_TOKEN_TTL_SECONDS, activate })
  await recordVisit(row.session)
  return sign(row, audience)
}

/**
 * Exchanges a member's token for one of a backend, which an API key authenticates; `record` runs in the same
 * transaction. Throws invalid_token if the member's token or the key has ended.
 */
export async function exchangeOrgToken(
  { audience, ...exchange }: Omit<Exchange, 'ttlSeconds'> & { audience: string | undefined },
  record: (db: OrgDb) => Promise<void>,
): Promise<OrgToken> {
  const { scope, apiKey } = exchange
  const row = await exchangeMemberToken({ ...exchange, ttlSeconds: getEnv().ORG_TOKEN_TTL_SECONDS }, record)
  return sign(within(scope, row), audience, { client_id: apiKey.id, act: { sub: apiKey.id } })
}

type KeyOptions = { scope?: readonly string[] | null; audience?: string | undefined }

/**
 * Issues a token to an API key, by the SHA-256 of its secret, and records `ip`. `scope`: some of the key's permissions, which the
 * token is limited to. Throws invalid_token for a wrong key.
 */
export async function issueKeyToken(
  key: KeyProof,
  ip: string | null,
  { scope = null, audience }: KeyOptions = {},
): Promise<OrgToken> {
  return sign(within(scope, await issueApiKeyToken(key, getEnv().ORG_TOKEN_TTL_SECONDS, ip, scope)), audience)
}

const within = (scope: readonly string[] | null, row: TokenRow<OrgSession>): TokenRow<OrgSession> => ({
  ...row,
  session: {
    ...row.session,
    permissions: row.session.permissions.filter((permission) => !scope || scope.includes(permission)),
  },
})

async function sign(
  row: TokenRow<OrgSession>,
  audience: string | undefined,
  extra: Partial<OrgTokenClaims> = {},
): Promise<OrgToken> {
  const { session, tokenId, statusIndex, issuedAt, storedAt, signingKeys } = row
  const { APP_URL, ORG_TOKEN_AUDIENCES } = getEnv()
  const { kid, key } = await signerFor(storedAt, signingKeys)
  // Use the row's times: a token expires no later than its session or API key, and the status list removes it by the
  // row's expiry.
  const [iat, exp] = [toSeconds(issuedAt), toSeconds(row.expiresAt)]
  const claims: OrgTokenClaims = {
    iss: APP_URL,
    aud: audience ?? ORG_TOKEN_AUDIENCES[0],
    ...bearerOf(session),
    org_id: session.org.id,
    org_slug: session.org.slug,
    org_role: session.role,
    org_permissions: [...session.permissions],
    jti: tokenId,
    iat,
    exp,
    status: { status_list: statusEntry(APP_URL, statusIndex) },
    ...(extra as object),
  }
  const header = { alg: algorithm, typ: tokenType, kid }
  const access_token = await new SignJWT(await fit(header, claims)).setProtectedHeader(header).sign(key)
  const { org, role, permissions } = session
  return {
    access_token,
    token_type: 'Bearer',
    expires_in: exp - iat,
    organization: { ...org, role, permissions: [...permissions] },
  }
}

const toSeconds = (time: Date): number => Math.floor(time.getTime() / 1000)

// Replaces the permissions by their hash in a token that would exceed common limits of headers.
async function fit(header: object, { org_permissions, ...claims }: OrgTokenClaims): Promise<OrgTokenClaims> {
  const whole = { ...claims, org_permissions }
  if (signedLength(header, whole) <= maxTokenBytes) return whole
  return { ...claims, org_permissions_hash: await storePermissionSet(org_permissions ?? []) }
}

const signatureLength = 86

/** The length of the signed token. */
const signedLength = (header: object, claims: object): number =>
  [header, claims].reduce((sum, part) => sum + base64Length(JSON.stringify(part)) + 1, signatureLength)

const base64Length = (text: string): number => Math.ceil((Buffer.byteLength(text) * 4) / 3)

const bearerOf = (session: OrgSession) =>
  'user' in session
    ? {
        sub: session.user.id,
        email: session.user.email,
        sid: session.sessionId,
        client_id: 'web',
        auth_time: toSeconds(session.authenticatedAt),
        ...amrOf(session.amr),
      }
    : { sub: session.apiKeyId, client_id: session.apiKeyId }

// RFC 8176 has no name for a sign-in at a provider.
function amrOf(methods: readonly string[]): { amr?: string[] } {
  const amr = methods.filter((method) => method !== 'fed')
  return amr.length > 0 ? { amr } : {}
}
