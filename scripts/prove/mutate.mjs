// `--mutate`: removes one guard at a time and tells which targets turn red. A guard whose removal nothing notices fails the run, and so
// does one whose text is not found.
import fs from 'node:fs'
import path from 'node:path'
import { readMigrations } from '../migration-files.mjs'
import { run, runNode } from '../processes.mjs'
import { Problem, step } from '../progress.mjs'
import { productName, root } from '../root.mjs'
import { copyTree } from '../scratch-copy.mjs'
import { proveApplication } from './application.mjs'
import { proveDatabase } from './database.mjs'
import { createFindings } from './findings.mjs'
import { guards as everyGuard, isMigration } from './guards.mjs'
import { renderMutations } from './page.mjs'
import { openDatabase, startServer, surroundings } from './stage.mjs'

const switchVariable = 'PROVE_WITHOUT'

/** In: the names of guards, or none for all. Out: whether each was noticed. */
export async function mutate({ guards: names, out, server }) {
  const started = performance.now()
  const chosen = names.length > 0 ? everyGuard.filter(({ name }) => names.includes(name)) : everyGuard
  if (chosen.length === 0)
    throw new Problem(`There is no such guard. There are:\n${everyGuard.map(({ name }) => `  ${name}`).join('\n')}`)
  checkTexts(everyGuard)
  const needsBuild = chosen.some(({ http }) => http)
  const folder = needsBuild ? await buildCopy(everyGuard) : root
  const place = await surroundings()
  await step('Nothing removed', () => requireGreen({ chosen, folder, place, server }))
  const results = []
  for (const guard of chosen) results.push(await removeGuard({ guard, folder, place, server }))
  const seconds = (performance.now() - started) / 1000
  report(out, results, seconds)
  return results.every(({ noticed }) => noticed.length > 0)
}

/** Throws unless each text is in its file exactly once. */
export function checkTexts(guards, folder = root) {
  const wrong = guards.flatMap(({ name, file, find }) => {
    const place = path.join(folder, file)
    const count = fs.existsSync(place) ? fs.readFileSync(place, 'utf8').split(find).length - 1 : 0
    return count === 1 ? [] : [`  ${name}: found ${count} times in ${file}`]
  })
  if (wrong.length > 0)
    throw new Problem(`scripts/prove/guards.mjs does not fit the code any more:\n${wrong.join('\n')}`)
}

// One build has all guards of the application, each behind a switch that is read when it matters.
async function buildCopy(guards) {
  const folder = await step('Copy', () => copyTree('prove'))
  for (const { name, file, find, without } of guards.filter((each) => !isMigration(each))) {
    const place = path.join(folder, file)
    const off = `(process.env.${switchVariable} === ${JSON.stringify(name)})`
    fs.writeFileSync(
      place,
      fs.readFileSync(place, 'utf8').replace(find, () => without.replaceAll('OFF', off)),
    )
  }
  // The build names the commit that it comes from.
  await run('git', ['init', '--quiet'], { cwd: folder })
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  await step('Build with a switch for each guard', () =>
    runNode(path.join(folder, 'scripts/build.mjs'), [], { cwd: folder, env }),
  )
  return folder
}

// A target that fails anyway could not tell whether a guard is missing.
async function requireGreen({ chosen, folder, place, server: postgres }) {
  const findings = createFindings()
  await attack({ guard: {}, folder, place, postgres, findings })
  const focuses = chosen.flatMap(({ http }) => http ?? [])
  const http = { test: (name) => focuses.some((each) => each.test(name)) }
  if (focuses.length > 0) await attack({ guard: { file: '', name: '', http }, folder, place, postgres, findings })
  const [first] = findings.failed()
  if (first)
    throw new Problem(
      `Attacks get through with every guard in place: ${first.kind} ${first.name}: ${first.failures[0]}`,
    )
}

function migrationsWithout({ file, find, without }) {
  const migrations = readMigrations()
  for (const { path: name, migrationFile } of migrations.migrationDirectories)
    if (file.includes(`/${name}/`))
      migrationFile.content.value = migrationFile.content.value.replace(find, () => without)
  return migrations
}

function removeGuard({ guard, folder, place, server: postgres }) {
  return step(guard.name, async (note) => {
    const findings = createFindings()
    const migrations = isMigration(guard) ? migrationsWithout(guard) : undefined
    const broken = await attack({ guard, folder, place, postgres, migrations, findings }).catch((error) => error)
    const noticed = findings.failed().map(({ kind, name, failures }) => `${kind} ${name}: ${failures[0]}`)
    // A set-up that fails without the guard has noticed it, too.
    if (broken) noticed.push(`the run itself: ${broken.message.split('\n')[0]}`)
    note(noticed.length > 0 ? `${noticed.length} red, ${noticed[0]}`.slice(0, 150) : 'NOT NOTICED')
    return { name: guard.name, file: guard.file, noticed }
  })
}

async function attack({ guard, folder, place, postgres, migrations, findings }) {
  const database = await openDatabase({ server: postgres, migrations })
  try {
    if (!guard.http) return void (await proveDatabase(database, findings))
    // The rest of the database is whole, so only what is attacked over HTTP counts.
    const { tables, world } = await proveDatabase(database, createFindings())
    const env = { ...place.env, [switchVariable]: isMigration(guard) ? '' : guard.name }
    const server = await startServer({ ...place, env, folder, logins: database.logins })
    try {
      await proveApplication({
        database,
        tables,
        world,
        server,
        surroundings: place,
        folder,
        findings,
        focus: guard.http,
      })
    } finally {
      await server.stop()
    }
  } finally {
    await database.stop()
  }
}

function report(out, guards, seconds) {
  const survivors = guards.filter(({ noticed }) => noticed.length === 0)
  const data = {
    product: productName(),
    at: new Date().toISOString(),
    node: process.version,
    seconds: Math.round(seconds),
    survivors: survivors.length,
    guards,
  }
  fs.mkdirSync(out, { recursive: true })
  fs.writeFileSync(path.join(out, 'guards.json'), `${JSON.stringify(data, null, 2)}\n`)
  fs.writeFileSync(path.join(out, 'guards.html'), renderMutations(data))
  for (const { name, file } of survivors)
    console.log(`\n  ✗ Nothing notices that this guard is gone: ${name} (${file})`)
  console.log(
    `\n  ${guards.length} guards removed, ${guards.length - survivors.length} noticed, in ${seconds.toFixed(0)} s.`,
  )
  console.log(`  ${path.relative(root, path.join(out, 'guards.html'))} and guards.json have all of it.\n`)
}
