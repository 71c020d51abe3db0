import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseEnv } from './env'

const secret = 'kZ8vQ2mX5rT1wY7bN4cJ9dF3gH6pL0aS'
const complete = { AUTH_SECRET: secret, DATABASE_URL: 'postgres://app@db/app', APP_URL: 'https://app.example.com' }

const settings = (source: Record<string, string>) => {
  const result = parseEnv(source)
  if ('problems' in result) throw new Error(result.problems.join('\n'))
  return result.env
}

const problems = (source: Record<string, string>) => {
  const result = parseEnv(source)
  return 'problems' in result ? result.problems : []
}

describe('parseEnv', () => {
  it('applies defaults', () => {
    expect(settings(complete)).toMatchObject({
      APP_URL: 'https://app.example.com',
      ORG_TOKEN_AUDIENCES: ['https://app.example.com'],
      ORG_TOKEN_TTL_SECONDS: 300,
      INVITATION_TTL_DAYS: 7,
      TENANCY_MODE: 'multiple',
      TRUSTED_PROXY_HOPS: 0,
      RATE_LIMIT_SCALE: 1,
    })
  })

  it('requires a secret, a database and its own URL in production', () => {
    expect(problems({})).toEqual(['AUTH_SECRET is missing'])
    expect(problems({ AUTH_SECRET: secret })).toEqual(['DATABASE_URL is missing', 'APP_URL is missing'])
    expect(problems({ AUTH_SECRET: secret, APP_MODE: 'demo', PORT: '4000' })).toEqual([])
    expect(settings({ AUTH_SECRET: secret, APP_MODE: 'demo', PORT: '4000' }).APP_URL).toBe('http://localhost:4000')
  })

  it.each([
    ['AUTH_SECRET', 'short'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_DIRECT_URL', 'mysql://x'],
    ['DATABASE_REPLICA_URL', 'mysql://x'],
    ['METRICS_TOKEN', 'too short'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['APP_URL', 'app.example.com'],
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['ORG_TOKEN_TTL_SECONDS', '1.5'],
    ['ORG_TOKEN_TTL_SECONDS', '-1'],
    ['INVITATION_TTL_DAYS', '0'],
    ['INVITATION_TTL_DAYS', '31'],
    ['ORG_TOKEN_AUDIENCES', 'https://a.example, https://b c.example'],
    ['TENANCY_MODE', 'both'],
    ['SESSION_IDLE_DAYS', '91'],
    ['SIGN_UP', 'closed'],
    ['SIGN_UP_PROOF_OF_WORK', 'yes'],
    ['SIGN_UP_DOMAINS', 'example.com'],
    ['SECURITY_CONTACT', 'security@example.com'],
    ['TRUSTED_PROXY_HOPS', '-1'],
    ['RATE_LIMIT_SCALE', '0'],
    ['LOG_LEVEL', 'loud'],
    ['SMTP_URL', 'http://mail'],
    ['AUTH_SECRET', 'a'.repeat(32)],
  ])('reports one line for an invalid %s=%s', (name, value) => {
    const lines = problems({ ...complete, [name]: value })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(new RegExp(`^${name} `))
  })

  it.each([
    ['APP_URL', 'http://app.example.com', /^APP_URL must start with https:/],
    ['APP_URL', 'http://localhost.example.com', /^APP_URL must start with https:/],
    ['APP_URL', 'http://10.0.0.1:3000', /^APP_URL must start with https:/],
    ['AUTH_SECRET', 'ab'.repeat(20), /^AUTH_SECRET needs 10 different characters/],
    ['AUTH_SECRET', 'changeme-changeme-changeme-1234567', /^AUTH_SECRET contains “changeme”/],
    ['AUTH_SECRET', 'Change-Me please, 32 characters long!', /^AUTH_SECRET contains “changeme”/],
    ['AUTH_SECRET', 'my-super-secret-key-for-production-1', /^AUTH_SECRET contains “secret”/],
    ['AUTH_GOOGLE_ID', 'x', /^AUTH_GOOGLE_SECRET is missing: AUTH_GOOGLE_ID is set$/],
    ['AUTH_GITHUB_SECRET', 'x', /^AUTH_GITHUB_ID is missing: AUTH_GITHUB_SECRET is set$/],
  ])('F12 does not start in production with %s=%s', (name, value, line) => {
    const lines = problems({ ...complete, [name]: value })
    expect(lines).toEqual([expect.stringMatching(line)])
  })

  it('F12 names every missing part of a provider, in every mode', () => {
    const half = { AUTH_SECRET: secret, APP_MODE: 'demo', AUTH_OIDC_ID: 'x' }
    expect(problems(half)).toEqual([
      'AUTH_OIDC_ISSUER is missing: AUTH_OIDC_ID is set',
      'AUTH_OIDC_SECRET is missing: AUTH_OIDC_ID is set',
    ])
    const whole = { AUTH_OIDC_ISSUER: 'https://id.example.com', AUTH_OIDC_ID: 'x', AUTH_OIDC_SECRET: 'y' }
    expect(problems({ ...complete, ...whole })).toEqual([])
  })

  it('F12 takes an issuer by https, and by http only on this machine', () => {
    const at = (AUTH_OIDC_ISSUER: string) =>
      problems({ ...complete, AUTH_OIDC_ISSUER, AUTH_OIDC_ID: 'x', AUTH_OIDC_SECRET: 'y' })
    for (const issuer of ['https://id.example.com/realms/a', 'http://127.0.0.1:4000', 'http://localhost:4000'])
      expect(at(issuer)).toEqual([])
    for (const issuer of ['http://id.example.com', 'id.example.com', 'ftp://id.example.com'])
      expect(at(issuer)).toEqual(['AUTH_OIDC_ISSUER must be a URL that starts with https:'])
  })

  it('takes domains for sign-up only with SIGN_UP=domains, and only what is a domain', () => {
    const at = (SIGN_UP_DOMAINS: string) => ({ ...complete, SIGN_UP: 'domains', SIGN_UP_DOMAINS })
    expect(settings(at('Example.com, example.org')).SIGN_UP_DOMAINS).toEqual(['example.com', 'example.org'])
    expect(problems(at(''))).toEqual(['SIGN_UP_DOMAINS is missing: SIGN_UP is domains'])
    for (const wrong of ['@example.com', 'example', '*.example.com', 'jane@example.com'])
      expect(problems(at(wrong))).toEqual([expect.stringMatching(/^SIGN_UP_DOMAINS must name domains/)])
  })

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'http://app.localhost'])(
    'F12 starts in production on this machine at %s',
    (APP_URL) => expect(problems({ ...complete, APP_URL })).toEqual([]),
  )

  it('F12 takes secrets as openssl makes them, and any secret in development', () => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      for (let round = 0; round < 50; round++)
        expect(problems({ ...complete, AUTH_SECRET: randomBytes(33).toString(encoding) })).toEqual([])
    expect(problems({ AUTH_SECRET: 'x'.repeat(32), APP_MODE: 'development' })).toEqual([])
  })
})
