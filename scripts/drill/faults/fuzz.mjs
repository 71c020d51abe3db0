// Requests that no browser sends: real and broken paths with methods, headers and bodies at random, some broken off in the middle. None
// may be answered 5xx or not at all, or leave an error in the log. The seed is in the report: `DRILL_SEED=… npm run drill -- --only fuzz` repeats a run.
import { randomInt } from 'node:crypto'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { repeat, send, signIn } from '../client.mjs'
import { count, figure, statuses } from '../figures.mjs'

const callers = 6
const refusedAction = /^Error: (Failed to find Server Action|The Server Reference ID|Invalid Server Actions request)/

export async function fuzz({ server, person, isShort }) {
  const seed = Number(process.env.DRILL_SEED) || randomInt(2 ** 31)
  const random = randomFrom(seed)
  const total = isShort ? 2_000 : 20_000
  const frida = await signIn(server.url, { email: 'frida@example.com' })
  const credentials = [
    {},
    { cookie: person.cookie() },
    { cookie: frida.cookie() },
    { authorization: `Bearer ${frida.token}` },
  ]
  // Servers of other faults have written to the same file.
  const earlier = server.log().length
  let sent = 0
  const answers = await repeat(
    callers,
    () => sent >= total,
    async () => {
      sent++
      const { path, ...options } = requestFrom(random, server.url, credentials)
      if (options.body && random(20) === 0) await breakOff(server.url + path, options)
      const { status } = await send(server.url, path, options)
      return { status, what: `${options.method} ${path}` }
    },
  )
  const failed = answers.filter(({ status }) => status >= 500)
  const logged = server
    .log()
    .slice(earlier)
    .split('\n')
    // The framework writes so of an action that does not exist, or of a form from elsewhere, which it refuses.
    .filter((line) => /^\{"level":[56]0|uncaught|^\w*Error: /.test(line) && !refusedAction.test(line))
  const silent = answers.filter(({ status }) => status === 'TIMEOUT')
  return [
    figure('requests', answers.length, { least: total }),
    figure('answers', statuses(answers)),
    figure('answered 5xx', failed.length, { most: 0 }),
    figure('not answered within 15 s', silent.length, { most: 0 }),
    figure('lost connections, share', count(answers, ({ status }) => typeof status !== 'number') / answers.length, {
      most: 0.01,
    }),
    figure('errors in the log', logged.length, { most: 0 }),
    figure('seed', seed),
    ...logged.slice(0, 3).map((line) => figure('logged', line.slice(0, 300))),
    ...[...failed, ...silent].slice(0, 5).map(({ status, what }) => figure(`failed with ${status}`, what)),
  ]
}

async function breakOff(url, { method, headers }) {
  const { 'transfer-encoding': _, ...given } = headers
  const request = http.request(url, { method, headers: { ...given, 'content-length': 100 } })
  request.on('error', () => {})
  request.write('x')
  await sleep(20)
  request.destroy()
}

// Mulberry32: small, and the same on every machine.
function randomFrom(seed) {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const id = '00000000000000000000000000'
const paths = [
  ...[
    '/',
    '/sign-in',
    '/sign-up',
    '/forgot-password',
    '/reset-password',
    '/verify-email',
    '/organizations',
    '/account',
  ],
  ...[
    '/account/security',
    '/account/sessions',
    '/account/data',
    '/sign-in/code',
    '/sign-in/second-factor',
    '/docs/api',
  ],
  ...['', '/members', '/invitations', '/invitations/new', '/settings', '/settings/roles', '/settings/audit-log'].map(
    (rest) => `/o/acme${rest}`,
  ),
  ...[`/o/acme/members/user_${id}`, `/invitations/${'x'.repeat(43)}`, '/o/acme/settings/audit-log/export', '/o/%00'],
  ...[
    '/api/auth/csrf',
    '/api/auth/session',
    '/api/auth/providers',
    '/api/auth/callback/credentials',
    '/api/auth/signin',
  ],
  ...[
    '/api/token',
    '/api/session/palette',
    '/api/session/organization',
    '/api/session/confirm',
    '/api/passkeys/options',
  ],
  ...[
    '/api/organizations',
    '/api/organizations/slug',
    '/api/account/sessions',
    '/api/account/passkeys',
    '/api/sign-up',
  ],
  ...[
    '/api/v1/me',
    '/api/v1/members',
    '/api/v1/invitations',
    '/api/v1/roles',
    '/api/v1/api-keys',
    '/api/v1/audit-events',
  ],
  ...[`/api/v1/members/user_${id}`, '/api/v1/audit-events.csv', '/api/oauth/token', '/api/oauth/introspect'],
  ...['/.well-known/jwks.json', '/.well-known/openid-configuration', `/api/logos/org_${id}/x`, '/api/openapi.json'],
  ...[
    '/favicon.ico',
    '/robots.txt',
    '/_next/data/x/index.json',
    '/_next/image',
    '/_next/static/chunks/x.js',
    '/nothing',
  ],
]
const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE']
const odd = [
  '',
  '0',
  '-1',
  'null',
  'true',
  '[]',
  '{}',
  '%00',
  '%ff',
  '..',
  '\u00e9',
  "'",
  '"',
  '${x}',
  'a'.repeat(5_000),
]
const values = [
  ...odd,
  '__proto__',
  'constructor',
  `user_${id}`,
  'acme',
  '9'.repeat(40),
  '2026-01-01',
  '*/*',
  ',,,',
  ';',
]
const names = [
  'limit',
  'cursor',
  'query',
  'role',
  'from',
  'to',
  '_rsc',
  'callbackUrl',
  'error',
  'token',
  'organization',
]
const types = [
  ...['application/json', 'application/json; charset=utf-16', 'text/plain', 'application/x-www-form-urlencoded', ''],
  ...['multipart/form-data', 'multipart/form-data; boundary=x', 'multipart/form-data; boundary=', 'image/webp', 'x'],
]
const headers = {
  rsc: ['1', '0', ''],
  'next-router-state-tree': ['%5B%22%22%2C%7B%7D%5D', '%5B"', '[]', '{"a":1}', '%'],
  'next-router-prefetch': ['1', '2', 'x'],
  'next-action': ['x', '0'.repeat(42), ''],
  'next-url': ['/o/acme', '//', '%'],
  'x-organization': ['acme', `org_${id}`, ''],
  accept: ['text/html', 'application/json', 'text/event-stream', '*/*', ''],
  'accept-encoding': ['gzip', 'br;q=0', 'x'],
  range: ['bytes=0-0', 'bytes=-', 'x'],
  'if-match': ['"x"', '*', 'x'],
  'if-none-match': ['*', 'W/"x"', ','],
  'if-modified-since': ['x', '0'],
  'x-forwarded-host': ['evil.example', ''],
  'x-forwarded-proto': ['https,http', ''],
  'x-middleware-subrequest': ['middleware:middleware:middleware', ''],
  expect: ['100-continue'],
  'transfer-encoding': ['chunked'],
  'accept-language': ['en', 'x', '*;q=2'],
}
const bodies = [
  ...[
    '',
    '{',
    '{}',
    '[]',
    'null',
    '"x"',
    '{"email":1}',
    '{"email":"a@example.com","role":"viewer"}',
    '{"__proto__":{}}',
  ],
  ...[
    'email=a&password=b',
    '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--',
    '--x',
    '\ufffd\0',
    '9e999',
  ],
  ...['{"a":'.repeat(2_000), `{"name":"${'x'.repeat(70_000)}"}`, '{"name":"\\ud800"}', '{"limit":1e400}'],
]

function requestFrom(random, origin, credentials) {
  const of = (list) => list[random(list.length)]
  const method = of(methods)
  let path = of(paths)
  if (random(4) === 0) path += `/${encodeURIComponent(of(values))}`
  if (random(8) === 0) path = path.replace(/\w/g, (letter) => (random(6) === 0 ? of(['%', '.', '%2f', 'A']) : letter))
  if (random(2) === 0) path += `?${of(names)}=${encodeURIComponent(of(values))}&${of(names)}=${encodeURI(of(values))}`
  const given = { ...of(credentials), ...(random(3) > 0 && { origin }) }
  for (let i = random(4); i > 0; i--) {
    const name = of(Object.keys(headers))
    given[name] = of(headers[name])
  }
  const hasBody = !['GET', 'HEAD'].includes(method) && random(5) > 0
  if (hasBody) given['content-type'] = of(types)
  // Node sends chunks only of a body.
  else delete given['transfer-encoding']
  return { method, path: path.slice(0, 12_000), headers: given, body: hasBody ? of(bodies) : undefined }
}
