import { describe, expect, it } from 'vitest'
import { parseEnv } from './env'

const secret = 's'.repeat(32)
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
    ['APP_URL', 'app.example.com'],
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['ORG_TOKEN_TTL_SECONDS', '1.5'],
    ['ORG_TOKEN_TTL_SECONDS', '-1'],
    ['INVITATION_TTL_DAYS', '0'],
    ['INVITATION_TTL_DAYS', '31'],
    ['ORG_TOKEN_AUDIENCES', 'https://a.example, https://b c.example'],
    ['TENANCY_MODE', 'both'],
    ['TRUSTED_PROXY_HOPS', '-1'],
    ['RATE_LIMIT_SCALE', '0'],
    ['LOG_LEVEL', 'loud'],
    ['SMTP_URL', 'http://mail'],
  ])('reports one line for an invalid %s=%s', (name, value) => {
    const lines = problems({ ...complete, [name]: value })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(new RegExp(`^${name} `))
  })
})
