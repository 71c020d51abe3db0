// One run: a fresh database, the build, the server, every part, and the reports.
import { build } from '../next-build.mjs'
import { step } from '../progress.mjs'
import { root } from '../root.mjs'
import { proveApplication } from './application.mjs'
import { proveDatabase } from './database.mjs'
import { createFindings } from './findings.mjs'
import { printReport, writeReports } from './report.mjs'
import { openDatabase, startServer, surroundings } from './stage.mjs'

/** Out: whether every attack was repelled and nothing is unknown. */
export async function prove({ only, out, server: postgres }) {
  const started = performance.now()
  const findings = createFindings()
  const place = await surroundings()
  const overHttp = only.flatMap((each) => ({ database: [], routes: ['routes', 'reach'] })[each] ?? [each])
  if (overHttp.length > 0) await build({ ...process.env, NEXT_TELEMETRY_DISABLED: '1' }, { whenStale: true })
  const database = await step('Database', () => openDatabase({ server: postgres }))
  const { tables, world } = await step('Attacks on the database', async (note) => {
    const done = await proveDatabase(database, findings)
    note(`${findings.attempts()} attempts`)
    return done
  })
  const application = { database, tables, world, surroundings: place, folder: root, findings, only: overHttp }
  const requests = overHttp.length > 0 ? await overTheWire(application) : 0
  await database.stop()
  const seconds = (performance.now() - started) / 1000
  const report = { findings, requests, seconds, isReal: database.isReal, parts: only }
  printReport(report)
  writeReports(out, report)
  return findings.failed().length === 0
}

async function overTheWire(application) {
  const { surroundings: place, database } = application
  const server = await step('Production server', () => startServer({ ...place, logins: database.logins }))
  try {
    return await step('Attacks over HTTP', async (note) => {
      const { requests } = await proveApplication({ ...application, server })
      note(`${requests} requests`)
      return requests
    })
  } finally {
    await server.stop()
  }
}
