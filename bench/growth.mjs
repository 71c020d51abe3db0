// How the cost of a request grows with the data: CPU of the server and of Postgres, for each of the four numbers that grow. The
// sizes take turns in every repetition, so that a busy moment of the machine does not look like growth.
import fs from 'node:fs'
import path from 'node:path'
import { withClient } from '../scripts/connection.mjs'
import { step } from '../scripts/progress.mjs'
import { sizes as memberSizes } from './data.mjs'
import { fetchOne } from './load.mjs'
import { begin, repeat, summarize, warmFloor } from './measure.mjs'
import { plot } from './plot.mjs'
import { number, printTable, save } from './report.mjs'
import { resultsFolder } from './servers.mjs'

/** What is called flat: the largest costs at most so many times as much as the smallest. */
const flat = 1.5
// More would measure the queue of the slowest page.
const connections = 8
const personSizes = [1, 10, 100, 1000]
const databaseSizes = [1000, 10_000, 100_000]

const as = ({ cookie }, path) => ({ path, headers: { cookie } })
const target = (size, people, path, expect) => ({ size, requests: people.map((each) => as(each, path)), expect })

// Without the owner and the admins of data.sql, whose pages hold more, and who are not as many in each organization.
const crowd = (people, size) => people[`crowd${size}`].filter(({ person }) => person !== 20_001 && person % 50 !== 0)

// Each number with its targets: one for each size, or for `grow` the same at every size.
const numbersThatGrow = (people, trails, first) => [
  {
    name: 'members',
    label: 'members of the organization',
    targets: {
      'list of 100': memberSizes.map((size) =>
        target(size, crowd(people, size), '/api/v1/members?limit=100', '"next_cursor"'),
      ),
      search: memberSizes.map((size) =>
        target(size, crowd(people, size), '/api/v1/members?limit=20&query=crowd', '"data":[{'),
      ),
      page: memberSizes.map((size, i) =>
        target(size, crowd(people, size), `/o/crowd-${i + 1}/members`, first[`crowd-${i + 1}`]),
      ),
      overview: memberSizes.map((size, i) => target(size, crowd(people, size), `/o/crowd-${i + 1}`, 'Your role')),
    },
  },
  {
    name: 'organizations',
    label: 'organizations of the person',
    targets: {
      list: personSizes.map((size) => target(size, people[`in${size}`], '/api/organizations', '"data":[{')),
      picker: personSizes.map((size) => target(size, people[`in${size}`], '/organizations', '/o/company-')),
      'guarded route': personSizes.map((size) => target(size, people[`in${size}`], '/api/v1/me', '"org_permissions"')),
    },
  },
  {
    name: 'events',
    label: 'events in the audit log',
    targets: {
      page: trails.map((size) =>
        target(size, people[`trail${size}`], `/o/trail-${size}/settings/audit-log`, 'aria-label="Events"'),
      ),
    },
  },
  {
    name: 'database',
    label: 'organizations in the database',
    grow: growDatabase,
    targets: {
      'guarded route': databaseSizes.map((size) => target(size, people.large, '/api/v1/me', '"org_permissions"')),
      organizations: databaseSizes.map((size) => target(size, people.in50, '/api/organizations', '"data":[{')),
      'members page': databaseSizes.map((size) =>
        target(size, people.large, '/o/company-1/members', first['company-1']),
      ),
    },
  },
]

/** Out: whether everything worked, at any speed. */
export async function measureGrowth({ app, floor, people, postgres }, { only, reps, seconds, trails }) {
  const conditions = { app, floor, postgres, reps, seconds }
  const first = await firstMembers(postgres.owner)
  const wanted = numbersThatGrow(people, trails, first).filter(({ name }) => only.length === 0 || only.includes(name))
  await step('The floor, warmed up', () => warmFloor(floor))
  const rows = []
  for (const each of wanted) {
    rows.push(...(await step(each.label, () => measureOne(each, conditions))))
    draw(each, rows)
  }
  print(rows)
  save('growth', { reps, seconds, rows })
  return rows.every(({ points }) => points.every(({ problem, errors }) => !problem && errors === 0))
}

// The address of the first member in each list, by the organization's slug: the page also shows that of its reader, so any other
// address proves nothing.
const firstMembers = (owner) =>
  withClient(owner, async (client) => {
    const { rows } = await client.query(
      `select distinct on (o.slug) o.slug, u.email
       from organizations o join memberships m on m.organization_id = o.id join users u on u.id = m.user_id
       order by o.slug, m.sort_name, m.user_id`,
    )
    return Object.fromEntries(rows.map(({ slug, email }) => [slug, email]))
  })

/** Out: for each target its points, by size. */
async function measureOne({ name, label, targets, grow }, conditions) {
  const byTarget = (measured) =>
    Object.keys(targets).map((title) => ({ name, label, title, points: measured.filter((at) => at.title === title) }))
  const titled = ([title, all]) => all.map((each) => ({ title, connections, ...each, closedOnly: true }))
  const points = Object.entries(targets).flatMap(titled)
  if (!grow) return byTarget(await inTurns(points, conditions))
  const measured = []
  for (const size of new Set(points.map((point) => point.size))) {
    await grow(conditions.postgres.owner, size)
    const stage = points.filter((point) => point.size === size)
    measured.push(...(await inTurns(stage, conditions)))
  }
  return byTarget(measured)
}

async function inTurns(stage, conditions) {
  const runs = []
  for (const each of stage) runs.push({ each, repetitions: [], ...(await beginOrSay(each, conditions)) })
  const working = runs.filter(({ counted }) => counted)
  for (let i = 0; i < conditions.reps; i++)
    for (const { each, repetitions } of working) repetitions.push(await repeat(each, conditions))
  return runs.map(({ each: { title, size }, ...run }) => ({ title, size, ...pointOf(run) }))
}

// A size that is too large for a page must not stop the others, nor may they wait behind what it left in the queue.
async function beginOrSay(each, conditions) {
  try {
    return { counted: await begin(each, conditions) }
  } catch (error) {
    return { problem: error.message }
  } finally {
    await fetchOne(conditions.app.port, { path: '/api/ready' }).catch(() => {})
  }
}

function pointOf({ counted, problem, repetitions }) {
  if (problem) return { problem }
  try {
    const { share, cpu, cpuMs, postgres, sql, kb, errors } = summarize(counted, repetitions)
    return { share, cpu, cpuMs, postgres, sql, kb, errors }
  } catch (error) {
    return { problem: error.message }
  }
}

// Each new organization with a member, who exists already, so that no user is new.
const growDatabase = (owner, size) =>
  withClient(owner, async (client) => {
    await client.query('set session_replication_role = replica')
    await client.query(
      `with added as (
         insert into organizations (slug, name) select 'grown-' || i, 'Grown ' || i
         from generate_series((select count(*) from organizations) + 1, $1) i returning id)
       insert into memberships (organization_id, user_id, role)
         select id, 'user_' || lpad((20001 + (row_number() over ()) % 100000)::text, 26, '0'), 'owner' from added`,
      [size],
    )
    await client.query('vacuum analyze organizations, memberships')
  })

function print(rows) {
  console.log('\nCPU-ms of the server and of Postgres for a request, by the size of what grows.\n')
  printTable([
    ['', '', 'sizes', 'server', 'Postgres', 'of floor', ''],
    ...rows.map(({ label, title, points }) => [
      label,
      title,
      points.map(({ size }) => size.toLocaleString('en')).join(' · '),
      ...['cpuMs', 'postgres', 'share'].map((key) => points.map((at) => number(at[key] ?? null, 3)).join(' · ')),
      verdictOf(points),
    ]),
  ])
  for (const { label, title, points } of rows)
    for (const { size, problem } of points) if (problem) console.log(`\n${title}, ${size} ${label}: ${problem}`)
}

/** In: the points of a target, the smallest first. Out: whether the largest costs about as much. */
export function verdictOf(points) {
  if (points.some(({ problem, errors }) => problem || errors > 0)) return 'FAILED'
  const [least, most] = [points[0], points.at(-1)]
  const times = { server: most.cpu / least.cpu, Postgres: most.postgres / least.postgres }
  const grown = Object.entries(times).filter(([, value]) => value > flat)
  return grown.length === 0 ? 'flat' : grown.map(([name, value]) => `${name} ×${value.toFixed(1)}`).join(', ')
}

function draw({ name, label }, rows) {
  const series = rows.filter((row) => row.name === name)
  if (series.every(({ points }) => points.every(({ problem }) => problem))) return
  const panel = (title, key) => ({
    title,
    lines: series.map(({ title, points }) => ({ title, points: points.map((at) => [at.size, at[key] ?? null]) })),
  })
  const file = path.join(resultsFolder, `growth-${name}.svg`)
  fs.writeFileSync(file, plot(label, [panel('CPU-ms of the server', 'cpuMs'), panel('CPU-ms of Postgres', 'postgres')]))
  console.log(path.relative(process.cwd(), file))
}
