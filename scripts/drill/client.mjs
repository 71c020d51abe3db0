// A person's browser and program in a drill: signs in as a demo account, sends requests, keeps a ledger of acknowledged writes.
import { randomBytes } from 'node:crypto'
import http from 'node:http'

const password = 'correct horse battery staple'
const timeoutMs = 15_000

/** One request. Out: status (or the error's code), headers, text and duration in milliseconds; it never throws. */
export function send(base, path, { method = 'GET', headers = {}, body, agent } = {}) {
  const began = performance.now()
  const since = () => performance.now() - began
  return new Promise((resolve) => {
    const request = http.request(base + path, { method, headers, agent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', (error) => resolve({ status: error.code, ms: since(), began, headers: {}, text: '' }))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode, headers: response.headers, text, ms: since(), began })
      })
    })
    request.on('error', (error) =>
      resolve({ status: error.code ?? 'ERROR', ms: since(), began, headers: {}, text: '' }),
    )
    request.setTimeout(timeoutMs, () => request.destroy(Object.assign(new Error('timeout'), { code: 'TIMEOUT' })))
    request.end(body)
  })
}

/** A browser: keeps cookies. Out: `ask`, its cookies, and `submit`, which sends the form of the sign-in. */
export function openBrowser(base, origin = base) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity })
  const jar = new Map()
  const ask = async (path, options = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await send(base, path, { agent, ...options, headers: { cookie, origin, ...options.headers } })
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
  const submit = async (email, password) => {
    const csrf = await ask('/api/auth/csrf')
    const form = new URLSearchParams({ csrfToken: JSON.parse(csrf.text).csrfToken, email, password, json: 'true' })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return ask('/api/auth/callback/credentials', { method: 'POST', headers, body: form.toString() })
  }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  return { agent, ask, submit, cookie }
}

/** Signs in by the form. Out: `page` and `call`, which send requests as that person, in that organization. */
export async function signIn(base, { email = 'jane@example.com', organization = 'acme', origin = base } = {}) {
  const { agent, ask, submit, cookie } = openBrowser(base, origin)
  const signedIn = await submit(email, password)
  const json = { 'content-type': 'application/json' }
  const issued = await ask('/api/token', { method: 'POST', headers: json, body: JSON.stringify({ organization }) })
  if (issued.status !== 200)
    throw new Error(`${email} got no token: ${signedIn.status}, ${issued.status} ${issued.text}`)
  const token = JSON.parse(issued.text).access_token
  const authorization = `Bearer ${token}`
  return {
    token,
    cookie,
    page: (path) => ask(path, { headers: { accept: 'text/html' } }),
    call: (path, options = {}, to = base) =>
      send(to, path, { agent, ...options, headers: { ...json, authorization, ...options.headers } }),
  }
}

/** How the addresses that a ledger invites begin. */
export const addressPrefix = 'drill-'

/** Invitations to addresses of this ledger, each an acknowledged write with one audit event and one mail. */
export function createLedger(person) {
  const acknowledged = []
  const unknown = []
  return {
    acknowledged,
    unknown,
    async write(base) {
      const email = `${addressPrefix}${randomBytes(8).toString('hex')}@example.com`
      const body = JSON.stringify({ email, role: 'viewer' })
      const answer = await person.call('/api/v1/invitations', { method: 'POST', body }, base)
      if (answer.status === 201) acknowledged.push(email)
      else unknown.push(email)
      return answer
    },
    /** In: `query`, as the database's superuser. Out: how many acknowledged writes are missing, and how many are there twice. */
    async compare(query) {
      const rows = await query(
        `select i.email, count(*)::int as rows,
           (select count(*)::int from audit_events e where e.organization_id = min(i.organization_id) and e.action = 'invitation.created'
             and e.target_id = min(i.id)) as events,
           (select count(*)::int from emails m where m."to" = i.email) as mails
         from invitations i where i.email = any($1) group by i.email`,
        [[...acknowledged, ...unknown]],
      )
      const found = new Map(rows.map((row) => [row.email, row]))
      const isWhole = (row) => row && row.rows >= 1 && row.events >= 1 && row.mails >= 1
      return {
        missing: acknowledged.filter((email) => !isWhole(found.get(email))).length,
        doubled: rows.filter(({ rows: count, events, mails }) => count > 1 || events > 1 || mails > 1).length,
        // A write without an answer may be there or not, but whole.
        halves: rows.filter((row) => !isWhole(row)).length,
      }
    },
  }
}

/** Repeats `work` in `count` loops until `until` says stop. Out: what it returned. */
export async function repeat(count, isOver, work) {
  const answers = []
  const loop = async (index) => {
    while (!isOver()) answers.push(await work(index))
  }
  await Promise.all(Array.from({ length: count }, (_, index) => loop(index)))
  return answers
}
