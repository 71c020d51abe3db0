// Runs faults one after the other on one Postgres and prints the report.
import { step } from '../progress.mjs'
import { signIn } from './client.mjs'
import { startPostgres } from './postgres.mjs'
import { isKept, machine, print, summarize, write } from './report.mjs'
import { prepareDatabase, queryOf, startServer } from './server.mjs'

/** Out: whether every promise held. */
export async function drill(faults, { isShort, runs, file }) {
  const postgres = await step('Postgres server', () => startPostgres())
  const database = await prepareDatabase(postgres.url)
  const onDatabase = { ...postgres, query: queryOf(database.owner) }
  const place = { postgres: onDatabase, database: serverVariables(database), isShort }
  const results = []
  for (const { name, title, run, isAlone } of faults) {
    const measured = []
    for (let i = 0; i < runs; i++) measured.push(await (isAlone ? run(place) : onServer(place, run)))
    const figures = summarize(measured)
    print(title, figures, { isShort })
    results.push({ name, title, runs, figures })
  }
  const [{ server_version: version }] = await postgres.query('show server_version')
  write(file, { ...machine(version), isShort, results })
  const broken = results.flatMap(({ title, figures }) =>
    figures.filter((each) => !isKept(each) && !(isShort && each.isSpeed)).map(({ name }) => `${title}: ${name}`),
  )
  console.log(`\n${broken.length === 0 ? 'Every promise held.' : `Broken:\n  ${broken.join('\n  ')}`}\nReport: ${file}`)
  return broken.length === 0
}

const serverVariables = ({ DATABASE_URL, DATABASE_IDENTITY_URL }) => ({ DATABASE_URL, DATABASE_IDENTITY_URL })

// Each run has a new server, so that none inherits the wounds of another.
async function onServer(place, run) {
  const server = await startServer(place.database)
  try {
    return await run({ ...place, server, person: await signIn(server.url) })
  } finally {
    await server.kill('SIGINT')
  }
}
