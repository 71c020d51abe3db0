// Attacks every page of the build: those of an organization as a member of another one, a removed member, a visitor and a member
// without permissions, by every verb and in every form that Next serves.
import { absentLike } from './callers.mjs'
import { internalRoutes, metadataRoute, notFoundPages, otherPages, pageQueries } from './known.mjs'
import { pathsFor } from './requests.mjs'

const forms = {
  page: {},
  payload: { rsc: '1' },
  prefetch: { rsc: '1', 'next-router-prefetch': '1' },
  segment: { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
  'internal header': { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
  data: { 'x-nextjs-data': '1' },
}
const otherVerbs = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

export async function attackPages(stage) {
  const { findings, routes } = stage
  for (const { path, isPage } of routes) {
    const kind = isPage ? pageKind(path) : routeKind(path)
    if (!kind) continue
    if (stage.focus && !stage.focus.test(path)) continue
    const target = findings.target(isPage ? 'page' : 'route', path.replace(/\[(\w+)\]/g, '{$1}'))
    if (kind === 'unknown') {
      target.fail('is unknown: it is not below /o/[slug], and not in scripts/prove/known.mjs')
      continue
    }
    await stage.unchanged(target, () => attacks[kind]({ ...stage, target, path }), stage.refusalsOnly)
  }
}

const pageKind = (path) => (path.startsWith('/o/[slug]') ? 'organization' : (otherPages[path] ?? 'unknown'))
const routeKind = (path) =>
  metadataRoute.test(path)
    ? 'visitor'
    : { page: 'organization', form: 'upload', person: 'person' }[internalRoutes[path]]

const attacks = {
  organization: attackOrganizationPage,
  upload: attackUpload,
  person: attackPersonPage,
  visitor: attackVisitorPage,
}

async function attackOrganizationPage(stage) {
  const { target, path, victim, attackers, former, members, origin } = stage
  const found = pathsFor(path + (pageQueries[path] ?? ''), victim)
  if (!found) return target.fail('is unknown: scripts/prove/requests.mjs has no value for a parameter of its path')
  const { theirs } = found
  if (!notFoundPages.includes(path)) await control(stage, theirs)
  const { organization, cookie } = await attackers.fresh()
  const absentSlug = absentLike(victim.slug)
  const ghost = theirs.replace(victim.slug, absentSlug)
  const inMine = theirs.replace(victim.slug, organization.slug)
  const absentInMine = pathsFor(path + (pageQueries[path] ?? ''), victim).absent.replace(absentSlug, organization.slug)
  for (const [form, headers] of Object.entries(forms)) {
    await compare(stage, `${form} by a stranger`, { ...cookie, ...headers }, theirs, ghost)
    if (inMine !== absentInMine && theirs.includes('_'))
      await compare(stage, `${form} in one’s own organization`, { ...cookie, ...headers }, inMine, absentInMine)
    for (const [who, credentials] of Object.entries({
      'a removed member': former.removed.cookie,
      'an ended session': former.signedOut.cookie,
      'a visitor': { origin },
      'a made-up cookie': { cookie: `session=${'x'.repeat(40)}`, origin },
    }))
      await refused(stage, `${form} by ${who}`, { headers: { ...credentials, ...headers }, path: theirs })
  }
  for (const method of otherVerbs)
    await refused(stage, `${method} by a stranger`, { method, path: theirs, headers: cookie })
  await attackPowerless(stage, theirs, members.at(-1))
}

async function control({ target, victim, send }, path) {
  const { status, text, headers } = await send({ path, headers: victim.cookie })
  const isFine = status === 200 || (status >= 300 && status < 400)
  target.expect(isFine, `its own owner gets ${status}, so that attacks prove nothing`)
  target.expect(
    status !== 200 || text.includes(victim.mark) || /octet|zip/.test(headers['content-type']),
    'its own owner sees no text of the organization',
  )
}

async function compare({ target, judge, send, victim }, what, headers, theirs, absent) {
  const asked = [theirs, absent, ...theirs.split('/'), ...absent.split('/')].filter((each) => each.length > 8)
  const [found, none] = [await send({ path: theirs, headers }), await send({ path: absent, headers })]
  for (const answer of [found, none]) judge(target, what, answer, asked)
  target.expect(found.status !== 200 || !isPageOf(found, victim), `${what}: 200`)
  const [a, b] = [found, none].map((answer) => `${answer.status} ${/<title>[^<]*/.exec(answer.text)?.[0] ?? ''}`)
  target.expect(a === b, `${what}: “${a}” for another organization’s, “${b}” for one that does not exist`)
}

// With `rsc: 1` a page that is not found answers 200 or 404 with the payload of the not-found screen.
const isPageOf = ({ text }, { name }) => text.includes(name)

async function refused({ target, judge, send, victim }, what, request) {
  const answer = await send(request)
  judge(
    target,
    what,
    answer,
    request.path.split('/').filter((each) => each.length > 8),
  )
  target.expect(answer.status !== 200 || !isPageOf(answer, victim), `${what}: ${answer.status}`)
}

// A member without permissions may know the organization and its members' own name, and nothing that a table of it holds.
async function attackPowerless({ target, send, victim }, path, powerless) {
  for (const [form, headers] of Object.entries({ page: forms.page, payload: forms.payload })) {
    const { status, text } = await send({ path, headers: { ...powerless.cookie, ...headers } })
    target.expect(status < 500, `${form} by a role without permissions: ${status}`)
    const shown = [...text.matchAll(new RegExp(`${victim.mark}-[a-z-]+`, 'g'))].map(([each]) => each)
    const allowed = new RegExp(
      `^${victim.mark}-(organization|slug|logo|powerless|name-powerless|role-powerless|name-owner|owner)`,
    )
    const other = shown.find((each) => !allowed.test(each))
    target.expect(!other, `${form} by a role without permissions: shows ${other?.replace(victim.mark, '…')}`)
  }
}

async function attackPersonPage(stage) {
  const { path, attackers, target, judge, send, origin, former } = stage
  const { cookie } = await attackers.fresh()
  judge(target, 'by a stranger', await send({ path, headers: cookie }))
  for (const [who, credentials] of Object.entries({
    'a visitor': { origin },
    'an ended session': former.signedOut.cookie,
  })) {
    const answer = await send({ path, headers: credentials })
    judge(target, `by ${who}`, answer)
    target.expect(answer.status !== 200, `by ${who}: ${answer.status}`)
  }
}

async function attackVisitorPage(stage) {
  const { path, target, judge, send, origin, attackers, victim } = stage
  const found = pathsFor(path, victim)?.theirs ?? path.replace(/\[\w+\]/, 'none')
  const { cookie } = await attackers.fresh()
  for (const headers of [{ origin }, cookie, { ...cookie, rsc: '1' }])
    judge(target, 'by anyone', await send({ path: found, headers }), [found])
}

async function attackUpload(stage) {
  const { path, target, judge, send, victim, attackers, former, members, origin } = stage
  const url = path.replace('[slug]', victim.slug)
  const { cookie } = await attackers.fresh()
  const who = {
    'a stranger': cookie,
    'a removed member': former.removed.cookie,
    'a visitor': { origin },
    'a role without permissions': members.at(-1).cookie,
  }
  for (const [name, credentials] of Object.entries(who)) {
    const answer = await send({
      method: 'POST',
      path: url,
      headers: { ...credentials, ...picture.headers },
      body: picture.body,
    })
    judge(target, `by ${name}`, answer, [victim.slug])
  }
}

const boundary = 'a-boundary-of-the-run'
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC'
const picture = {
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="picture"; filename="x.png"\r\ncontent-type: image/png\r\n\r\n`,
    ),
    Buffer.from(pixel, 'base64'),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]),
}
