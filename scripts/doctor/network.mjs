// What is beyond the database: the mail server, Redis, and the server by its public address.
import { error, ok, warning } from './findings.mjs'

const patienceMs = 10_000
const wanted = ['content-security-policy', 'strict-transport-security', 'x-content-type-options', 'x-frame-options']

export async function checkMail({ SMTP_URL, MAIL_FROM, APP_MODE }) {
  if (!SMTP_URL) {
    if (APP_MODE !== 'production') return []
    return [
      warning(
        'Mail',
        'SMTP_URL is not set',
        'Mails wait in the outbox. Until it is set, print links by npm run admin -- verify-link EMAIL.',
      ),
    ]
  }
  const { createTransport } = await import('nodemailer')
  const { hostname } = new URL(SMTP_URL)
  const transport = createTransport({
    url: SMTP_URL,
    requireTLS: !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
  })
  const findings = await transport.verify().then(
    () => [ok('Mail', `${hostname} accepts the login`)],
    ({ message }) => [
      error('Mail', message, 'Check host, port, user and password in SMTP_URL, and that the port is open from here.'),
    ],
  )
  transport.close()
  if (!MAIL_FROM)
    findings.push(
      warning(
        'Mail',
        'MAIL_FROM is not set',
        'Set a sender whose domain has SPF and DKIM for this mail server, or mails count as spam.',
      ),
    )
  return findings
}

export async function checkRedis({ REDIS_URL }) {
  if (!REDIS_URL) return []
  const { createClient } = await import('@redis/client')
  const client = createClient({ url: REDIS_URL, socket: { connectTimeout: patienceMs, reconnectStrategy: false } })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.ping()
    return [ok('Redis', 'answers')]
  } catch (problem) {
    return [
      error('Redis', problem.message, 'Check REDIS_URL. Until it answers, each instance counts its rate limits alone.'),
    ]
  } finally {
    client.destroy()
  }
}

export async function checkAddress({ APP_URL }) {
  const ask = (path) =>
    fetch(APP_URL + path, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) }).catch(() => null)
  const ready = await ask('/api/ready?verbose')
  if (!ready)
    return [
      warning(
        'Address',
        `${APP_URL} does not answer`,
        'If the server runs: check DNS, the proxy, and the certificate from here.',
      ),
    ]
  const isOurs = (await ready.json().catch(() => null))?.status === 'ok'
  if (!isOurs)
    return [
      error(
        'Address',
        `${APP_URL}/api/ready answers ${ready.status}`,
        'Ask /api/ready on the server itself. If that is fine, the proxy sends requests elsewhere.',
      ),
    ]
  const page = await ask('/sign-in')
  const missing = wanted.filter((name) => !page?.headers.get(name))
  const doubled = wanted.filter(
    (name) => (page?.headers.get(name) ?? '').includes(', ') && name !== 'content-security-policy',
  )
  return [
    ok('Address', `${APP_URL} is ready`),
    missing.length > 0
      ? error(
          'Headers',
          `${missing.join(', ')} missing`,
          'The proxy removes them: let it pass on the headers of this server.',
        )
      : ok('Headers', 'all there'),
    ...(doubled.length > 0
      ? [warning('Headers', `${doubled.join(', ')} twice`, 'The proxy adds its own: remove them there.')]
      : []),
    await checkPlainHttp(APP_URL),
  ].filter(Boolean)
}

async function checkPlainHttp(url) {
  if (!url.startsWith('https:')) return null
  const plain = await fetch(url.replace('https:', 'http:'), {
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => null)
  if (!plain || (plain.status >= 300 && plain.status < 400)) return ok('HTTPS', 'http is closed or redirects')
  return warning('HTTPS', `http answers ${plain.status}`, 'Let the proxy redirect http to https.')
}
