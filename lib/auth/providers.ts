// The identity providers that people can sign in with: those whose variables are set. next-auth runs the flows, with state
// and PKCE, and a nonce where there is an ID token. A person is known by issuer and subject; the address is never a key.
import type { Provider as AuthProvider } from 'next-auth/providers/index'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import GitHub, { type GithubProfile } from 'next-auth/providers/github'
import Google, { type GoogleProfile } from 'next-auth/providers/google'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { sessionLifetimeSeconds } from './credentials'
import { normalizeEmailAddress } from './email-address'

type ProviderId = 'google' | 'github' | 'oidc'

export type Provider = { id: ProviderId; name: string; issuer: string }

/**
 * Whom a provider has signed in. `email`: only an address that the provider has verified. `provenAt`: when the person last
 * proved themselves there (`auth_time`), if it says so.
 */
export type Identity = {
  provider: Provider
  subject: string
  email: string | null
  name: string | null
  provenAt: Date | null
}

/** The providers that are set up, in the order of their buttons. */
export function listProviders(): Provider[] {
  const { AUTH_GOOGLE_ID, AUTH_GITHUB_ID, AUTH_OIDC_ISSUER: issuer } = getEnv()
  const google: Provider = { id: 'google', name: 'Google', issuer: 'https://accounts.google.com' }
  const gitHub: Provider = { id: 'github', name: 'GitHub', issuer: 'https://github.com/login/oauth' }
  return [
    ...(AUTH_GOOGLE_ID ? [google] : []),
    ...(AUTH_GITHUB_ID ? [gitHub] : []),
    // Without its last slash, so that a person is the same with either spelling of the setting.
    ...(issuer ? [{ id: 'oidc' as const, name: new URL(issuer).host, issuer: withoutSlash(issuer) }] : []),
  ]
}

/** Throws not_found for one that is not set up. */
export function getProvider(id: string): Provider {
  const found = listProviders().find((provider) => provider.id === id)
  if (!found) throw new AppError('not_found')
  return found
}

/** The name of a provider by its issuer, which can no longer be set up. */
export const providerNameOf = (issuer: string): string =>
  listProviders().find((provider) => provider.issuer === issuer)?.name ?? new URL(issuer).host

/** What next-auth needs to know of each. */
export const oauthConfigs = (): AuthProvider[] => listProviders().map(({ id }) => configs[id]())

const configs: Record<ProviderId, () => AuthProvider> = {
  google: () => {
    const { AUTH_GOOGLE_ID: clientId = '', AUTH_GOOGLE_SECRET: clientSecret = '' } = getEnv()
    return { ...Google<GoogleProfile>({ clientId, clientSecret }), checks: ['pkce', 'state', 'nonce'] } as AuthProvider
  },
  github: () => {
    const { AUTH_GITHUB_ID: clientId = '', AUTH_GITHUB_SECRET: clientSecret = '' } = getEnv()
    const userinfo = { url: 'https://api.github.com/user', request: readGitHub }
    return { ...GitHub<GithubProfile>({ clientId, clientSecret }), userinfo, checks: ['pkce', 'state'] } as AuthProvider
  },
  oidc: () => {
    const { AUTH_OIDC_ISSUER: issuer = '', AUTH_OIDC_ID: clientId = '', AUTH_OIDC_SECRET: clientSecret = '' } = getEnv()
    return {
      id: 'oidc',
      name: getProvider('oidc').name,
      type: 'oauth',
      wellKnown: `${withoutSlash(issuer)}/.well-known/openid-configuration`,
      // With it the provider must tell when the person proved themselves there (OpenID Connect Core 3.1.2.1), and need not ask again.
      authorization: { params: { scope: 'openid email profile', max_age: sessionLifetimeSeconds } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      userinfo: { request: readOidc },
      profile: ({ sub, name, email }: Claims) => ({ id: sub, name, email }),
      clientId,
      clientSecret,
    } as AuthProvider
  },
}

/**
 * What a provider is asked for when a signed-in person confirms that it is them (OpenID Connect Core 3.1.2.1). Google and
 * GitHub know neither `login` nor `max_age`: they ask which account it is.
 */
export const confirmationParameters = (id: ProviderId): Record<string, string> =>
  id === 'oidc' ? { prompt: 'login', max_age: String(getEnv().REAUTH_SECONDS) } : { prompt: 'select_account' }

/** When a person who signs in has proven themselves, if not just now. Google and GitHub do not tell. */
export const proofTimeOf = ({ provider, provenAt }: Identity): Date | undefined =>
  provider.id === 'oidc' ? new Date(Math.min(provenAt?.getTime() ?? 0, Date.now())) : undefined

/** Whether a confirmation is recent enough. Where `max_age` was asked for, the provider must tell the time. */
export const isRecentlyProven = ({ provider, provenAt }: Identity): boolean =>
  provider.id !== 'oidc' || Date.now() - (provenAt?.getTime() ?? 0) <= getEnv().REAUTH_SECONDS * 1000

type Claims = {
  iss?: string
  sub?: string
  email?: unknown
  email_verified?: unknown
  name?: unknown
  auth_time?: unknown
}
type UserInfo = NonNullable<Exclude<OAuthConfig<Claims>['userinfo'], string | undefined>['request']>

// Providers may send the address only in the answer of this endpoint. openid-client has checked that its subject is the
// ID token's.
const readOidc: UserInfo = async ({ client, tokens }) => {
  const claims = (tokens as unknown as { claims: () => Claims }).claims()
  const more = client.issuer.metadata.userinfo_endpoint ? await client.userinfo(tokens as never) : {}
  return { ...claims, ...more, iss: claims.iss, sub: claims.sub, auth_time: claims.auth_time } as never
}

// GitHub tells whether an address is verified only in its list of addresses.
const readGitHub: UserInfo = async ({ client, tokens }) => {
  const token = tokens.access_token ?? ''
  const profile = await client.userinfo(token)
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' }
  const answer = await fetch('https://api.github.com/user/emails', { headers, signal: AbortSignal.timeout(5_000) })
  const emails = answer.ok ? ((await answer.json()) as { email: string; primary: boolean; verified: boolean }[]) : []
  const primary = emails.find((each) => each.primary)
  return { ...profile, email: primary?.email ?? null, email_verified: primary?.verified === true } as never
}

/** In: the profile that next-auth has read and checked. Throws invalid_request if another issuer made it. */
export function identityOf(id: string, profile: object): Identity {
  const provider = getProvider(id)
  const {
    iss,
    sub,
    id: gitHubId,
    email,
    email_verified: verified,
    name,
    auth_time,
  } = profile as Claims & { id?: unknown }
  const subject = id === 'github' ? gitHubId : sub
  const isOurs = id === 'github' || (typeof iss === 'string' && withoutSlash(iss) === withoutSlash(provider.issuer))
  if (!isOurs || (typeof subject !== 'string' && typeof subject !== 'number')) throw new AppError('invalid_request')
  return {
    provider,
    subject: String(subject),
    email: verified === true && typeof email === 'string' ? normalizeEmailAddress(email) : null,
    name: typeof name === 'string' ? name : null,
    provenAt: typeof auth_time === 'number' ? new Date(auth_time * 1000) : null,
  }
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '')
