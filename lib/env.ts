// The only reader of process.env. A wrong value stops the start with one line per variable.
import { z } from 'zod'

const optional = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional()

const number = (fallback: number, min: number, max: number) =>
  z
    .string()
    .default('')
    .transform((value) => (value.trim() === '' ? fallback : Number(value)))
    .pipe(z.number(`must be a number from ${min} to ${max}`).min(min).max(max))

const integer = (fallback: number, min: number, max: number) => number(fallback, min, max).pipe(z.int())

const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that starts with ${protocols.join(' or ')}`,
  })

const database = url(['postgres:', 'postgresql:'])

const audiences = optional
  .transform((value) => (value ?? '').split(',').flatMap((one) => one.trim() || []))
  .refine((list) => list.every((one) => /^[\x21-\x7e]{1,255}$/.test(one)), {
    error: 'must name audiences without spaces, such as https://api.example.com, with commas between them',
  })

const domains = optional
  .transform((value) => (value ?? '').split(',').flatMap((one) => one.trim().toLowerCase() || []))
  .refine((list) => list.every((one) => /^([a-z0-9-]+\.)+[a-z0-9-]+$/.test(one)), {
    error: 'must name domains such as example.com, with commas between them',
  })

/** Each provider is set whole or not at all. */
const providerSettings = [
  ['AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET'],
  ['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET'],
  ['AUTH_OIDC_ISSUER', 'AUTH_OIDC_ID', 'AUTH_OIDC_SECRET'],
] as const

const loopbackHost = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/

/** Whether the network sees what is sent to a URL: by http to another machine. */
function isExposed(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !loopbackHost.test(hostname)
}

/** Who could read what is sent to an issuer could sign in as anyone. */
const issuer = z.string().refine((value) => URL.canParse(value) && /^https?:/.test(value) && !isExposed(value), {
  error: 'must be a URL that starts with https:',
})

const minSecretLength = 32
const minDifferentCharacters = 10
// A random secret contains none of them; texts that are meant to be replaced do.
const knownWords = /change_?me|secret|password|example|replace|default|insecure|your_|development|qwerty|letmein/

function weaknessOf(secret: string): string | undefined {
  // Reported already.
  if (secret.length < minSecretLength) return undefined
  if (new Set(secret).size < minDifferentCharacters) return `needs ${minDifferentCharacters} different characters`
  const [word] = knownWords.exec(secret.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')) ?? []
  return word && `contains “${word.replaceAll('_', '')}” and is not random`
}

const envSchema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
    // development and demo show captured mails and allow demo accounts; production does neither.
    APP_MODE: z.enum(['development', 'demo', 'production']).default('production'),
    DATABASE_URL: optional.pipe(database.optional()),
    DATABASE_IDENTITY_URL: optional.pipe(database.optional()),
    // Past a pooler in transaction mode, for LISTEN.
    DATABASE_DIRECT_URL: optional.pipe(database.optional()),
    // A streaming replica, for large reads (lib/db/replica.ts).
    DATABASE_REPLICA_URL: optional.pipe(database.optional()),
    DATABASE_MIGRATION_URL: optional.pipe(database.optional()),
    REDIS_URL: optional.pipe(url(['redis:', 'rediss:']).optional()),
    DATA_DIR: z.string().trim().min(1).default('.data'),
    PORT: integer(3000, 1, 65535),
    APP_URL: optional.pipe(url(['http:', 'https:']).optional()),
    AUTH_SECRET: z
      .string('is missing')
      .min(minSecretLength, 'must have 32 characters or more: openssl rand -base64 33'),
    ORG_TOKEN_TTL_SECONDS: integer(300, 5, 3600),
    ORG_TOKEN_AUDIENCES: audiences,
    INVITATION_TTL_DAYS: integer(7, 1, 30),
    // How long after signing in or confirming the password sensitive actions are allowed.
    REAUTH_SECONDS: integer(600, 5, 86_400),
    SESSION_IDLE_DAYS: integer(14, 1, 90),
    TENANCY_MODE: z.enum(['multiple', 'single']).default('multiple'),
    SIGN_UP: z.enum(['open', 'invited', 'domains']).default('open'),
    SIGN_UP_DOMAINS: domains,
    SIGN_UP_PROOF_OF_WORK: z.enum(['on', 'off']).default('off'),
    SMTP_URL: optional.pipe(url(['smtp:', 'smtps:']).optional()),
    MAIL_FROM: optional,
    AUTH_GOOGLE_ID: optional,
    AUTH_GOOGLE_SECRET: optional,
    AUTH_GITHUB_ID: optional,
    AUTH_GITHUB_SECRET: optional,
    AUTH_OIDC_ISSUER: optional.pipe(issuer.optional()),
    AUTH_OIDC_ID: optional,
    AUTH_OIDC_SECRET: optional,
    // At the first start only: the account that it makes, and its organization.
    BOOTSTRAP_OWNER_EMAIL: optional.refine(
      (value) => value === undefined || /^[\x21-\x7e]+@[\x21-\x7e]+\.[a-z]+$/i.test(value),
      {
        error: 'must be an address such as jane@example.com',
      },
    ),
    BOOTSTRAP_ORGANIZATION: optional,
    SECURITY_CONTACT: optional.pipe(url(['mailto:', 'https:']).optional()),
    PWNED_PASSWORDS: z.enum(['on', 'off']).default('off'),
    TRUSTED_PROXY_HOPS: integer(0, 0, 10),
    // How long a server that was told to stop goes on answering, until the balancer has noticed.
    DRAIN_SECONDS: integer(5, 0, 120),
    // Opens /metrics to programs with this bearer token.
    METRICS_TOKEN: optional.refine((value) => value === undefined || /^[\x21-\x7e]{16,}$/.test(value), {
      error: 'must have 16 characters or more, without spaces: openssl rand -hex 24',
    }),
    // The other variables of OpenTelemetry are read by its own packages (scripts/server/telemetry.mjs).
    OTEL_EXPORTER_OTLP_ENDPOINT: optional.pipe(url(['http:', 'https:']).optional()),
    RATE_LIMIT_SCALE: number(1, 0.01, 1_000_000),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((value, check) => {
    const report = (name: keyof typeof value, message: string) =>
      check.addIssue({ code: 'custom', path: [name], message })
    for (const names of providerSettings) {
      const given = names.find((name) => value[name])
      for (const name of names) if (given && !value[name]) report(name, `is missing: ${given} is set`)
    }
    if (value.SIGN_UP === 'domains' && value.SIGN_UP_DOMAINS.length === 0)
      report('SIGN_UP_DOMAINS', 'is missing: SIGN_UP is domains')
    if (value.SIGN_UP !== 'domains' && value.SIGN_UP_DOMAINS.length > 0)
      report('SIGN_UP_DOMAINS', 'has no effect: set SIGN_UP to domains')
    if (value.BOOTSTRAP_ORGANIZATION && !value.BOOTSTRAP_OWNER_EMAIL)
      report('BOOTSTRAP_OWNER_EMAIL', 'is missing: BOOTSTRAP_ORGANIZATION is set')
    if (value.APP_MODE !== 'production') return
    for (const name of ['DATABASE_URL', 'APP_URL'] as const) if (!value[name]) report(name, 'is missing')
    if (value.APP_URL && isExposed(value.APP_URL))
      report('APP_URL', 'must start with https:, because http shows passwords and cookies to the network')
    const weakness = weaknessOf(value.AUTH_SECRET)
    if (weakness) report('AUTH_SECRET', `${weakness}: openssl rand -base64 33`)
  })
  .transform((value) => {
    const appUrl = new URL(value.APP_URL ?? `http://localhost:${value.PORT}`).origin
    // Our own API is always an audience, because the pages call it.
    const ORG_TOKEN_AUDIENCES = [...new Set([...value.ORG_TOKEN_AUDIENCES, appUrl])] as [string, ...string[]]
    return { ...value, APP_URL: appUrl, ORG_TOKEN_AUDIENCES }
  })

export type Env = z.infer<typeof envSchema>

/** In: the variables. Out: the settings, or one sentence for each variable that is missing or wrong. */
export function parseEnv(source: Record<string, string | undefined>): { env: Env } | { problems: string[] } {
  const result = envSchema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')))
  if (result.success) return { env: result.data }
  return { problems: result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) }
}

let cached: Env | undefined

/** The settings of this process. Throws the list of problems. */
export function getEnv(): Env {
  if (cached) return cached
  const result = parseEnv(process.env)
  if ('problems' in result)
    throw new Error(`The environment is wrong or incomplete:\n  ${result.problems.join('\n  ')}`)
  // next-auth reads its URL from the environment. It must never take it from a Host header.
  process.env.NEXTAUTH_URL = result.env.APP_URL
  cached = result.env
  return cached
}
