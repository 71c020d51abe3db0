// Attacks every server action of the build with the form that its own page shows: posted by a member of another organization, into
// the attacker's own, by a removed member, a visitor and a member without permissions.
import { absentLike } from './callers.mjs'
import { readForms } from './forms.mjs'
import { codeOf } from './http.mjs'
import { actionFields, actionsInTurn, ownActions, personalActions, severalAtOnce } from './known.mjs'
import { pathsFor } from './requests.mjs'

export async function attackActions(stage) {
  const forms = await collectAllForms(stage)
  for (const action of stage.actions) {
    const name = `${action.name} (${action.file})`
    if (stage.focus && !stage.focus.test(name)) continue
    const target = stage.findings.target('action', name)
    const found = givenForm(action, stage.victim) ?? forms.get(action.id)
    if (!target.expect(found, 'is unknown: no page shows its form, and scripts/prove/known.mjs has no fields for it'))
      continue
    await attackAction({ ...stage, target, action, found })
  }
}

// The owner's come last, because they have an organization's forms with everything filled in.
async function collectAllForms(stage) {
  const { victim, callers, origin } = stage
  const bystander = await callers.cookieOf(victim.bystander)
  const collected = []
  for (const cookie of [{ origin }, bystander, victim.cookie])
    collected.push(...(await collectForms(stage, victim, cookie)))
  return new Map(collected)
}

/** The forms on every page of an organization and of its owner, by the id of their action. */
async function collectForms({ routes, send }, organization, cookie, only) {
  const forms = new Map()
  for (const { path, isPage } of routes) {
    if (!isPage || (only && !only.includes(path))) continue
    const url = pathsFor(path, organization)?.theirs
    if (!url) continue
    const selected = path.includes('/selected/') ? `?selected=${organization.bystander.id}` : ''
    const { text } = await send({ path: url + selected, headers: cookie })
    for (const { action, fields } of readForms(text))
      if (!forms.has(action)) forms.set(action, { page: path, url, fields })
  }
  return forms
}

// For actions that only a script calls, and those on pages that need a mailed link or an earlier step.
function givenForm(action, organization) {
  const fields = actionFields[action.name]?.(organization)
  if (!fields) return undefined
  const url = pathsFor(action.page, organization)?.theirs
  return url && { page: action.page, url, fields: Object.entries(fields) }
}

async function attackAction(stage) {
  const { target, action, found, victim, attackers, former, members, origin, unchanged, refusalsOnly } = stage
  const isPersonal = personalActions.includes(action.name) || !action.page.startsWith('/o/[slug]')
  if (!isPersonal && !actionsInTurn.includes(action.name)) await control(stage)
  await unchanged(target, async () => {
    const { organization, cookie } = await attackers.fresh({ spent: true })
    await refuse(stage, 'a stranger', cookie, found, !isPersonal)
    await refuse(stage, 'a visitor', { origin }, found, !isPersonal)
    await refuse(stage, 'a made-up cookie', { cookie: `session=${'x'.repeat(40)}`, origin }, found, !isPersonal)
    await refuse(stage, 'an ended session', former.signedOut.cookie, found, !isPersonal)
    await refuse(stage, 'another site', { ...victim.cookie, origin: 'https://evil.example' }, found, true)
    if (!isPersonal) await refuse(stage, 'a removed member', former.removed.cookie, found, true)
    await intoOwn(stage, organization, cookie)
  })
  if (isPersonal || ownActions.includes(action.name)) return
  const powerless = members.at(-1)
  await unchanged(
    target,
    () => refuse(stage, 'a role without permissions', powerless.cookie, found, true),
    refusalsOnly,
  )
}

// Without this, an attack could be refused for a reason that has nothing to do with its author.
async function control(stage) {
  const { target, action, found, callers, post } = { ...stage, post: poster(stage) }
  const { organization, cookie } = await callers.organizationOf('c', { withTokens: false })
  const forms = await collectForms(stage, organization, cookie, [found.page])
  const own = givenForm(action, organization) ?? forms.get(action.id)
  if (!own) return target.fail('its form is not on the same page of another organization')
  const answer = await post(action, own.url, cookie, own.fields)
  const code = codeOf(answer)
  const isFine =
    answer.status < 400 &&
    !['validation_failed', 'not_found', 'insufficient_permissions', 'unauthenticated'].includes(code)
  return target.expect(
    isFine,
    `the owner’s own form is answered ${answer.status} ${code}, so that attacks prove nothing: ${fieldErrors(answer)}`,
  )
}

// The first byte of an id says which arguments the action takes: 40 is a form alone, else a state comes before it.
const argumentsOf = ({ id }) => (id.startsWith('40') ? '["$K1"]' : '[{"status":"idle"},"$K1"]')

const fieldErrors = ({ text }) => /"errors":\{[^}]*\}/.exec(text)?.[0] ?? ''

const poster =
  ({ send }) =>
  (action, url, credentials, fields) => {
    const boundary = 'a-boundary-of-the-run'
    const parts = [...fields.map(([name, value]) => [`_1_${name}`, value]), ['0', argumentsOf(action)]]
    const body = parts.map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const type = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'next-action': action.id,
      accept: 'text/x-component',
    }
    return send({
      method: 'POST',
      path: url,
      headers: { ...credentials, ...type },
      body: `${body.join('')}--${boundary}--\r\n`,
    })
  }

const succeeded = ({ text, headers }) =>
  /"status":"success"/.test(text) || (headers['x-action-redirect'] && !/sign-in/.test(headers['x-action-redirect']))

async function refuse(stage, who, credentials, { url, fields }, mustFail) {
  const { target, judge, action, victim } = stage
  const answer = await poster(stage)(action, url, credentials, fields)
  if (who === 'a role without permissions' && severalAtOnce.includes(action.name)) return answer
  judge(
    target,
    `by ${who}`,
    answer,
    [...fields.map(([, value]) => value), victim.slug].filter((each) => each.length > 3),
  )
  if (mustFail) target.expect(!succeeded(answer), `by ${who}: is carried out`)
  return answer
}

// The attacker's own organization with the victim's ids, against ids that do not exist.
async function intoOwn(stage, organization, cookie) {
  const { target, action, found, victim, judge } = stage
  const isId = (value) => /^[a-z]+_0[0-9a-z]{25}$/.test(value)
  const mine = found.fields.map(([name, value]) => [name, value === victim.slug ? organization.slug : value])
  if (!mine.some(([, value]) => isId(value))) return
  const absent = mine.map(([name, value]) => [name, isId(value) ? absentLike(value) : value])
  const url = found.url.replace(victim.slug, organization.slug)
  const answers = []
  for (const fields of [mine, absent]) {
    const answer = await poster(stage)(action, url, cookie, fields)
    judge(
      target,
      'into one’s own organization',
      answer,
      fields.map(([, value]) => value).filter((each) => each.length > 3),
    )
    answers.push(`${answer.status} ${codeOf(answer)}`)
    target.expect(!succeeded(answer), 'into one’s own organization: is carried out')
  }
  target.expect(
    answers[0] === answers[1],
    `into one’s own organization: ${answers[0]} for what another one has, ${answers[1]} for what nothing has`,
  )
}
