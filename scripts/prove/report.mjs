// What a run says: a table on the screen, the same as JSON, and as a page.
import fs from 'node:fs'
import path from 'node:path'
import { productName, root } from '../root.mjs'
import { kinds } from './findings.mjs'
import { renderPage } from './page.mjs'

const shownFailures = 6

/** The targets by kind, in the order of the run. */
export const byKind = (targets) =>
  kinds
    .map((kind) => ({ kind, targets: targets.filter((each) => each.kind === kind) }))
    .filter((each) => each.targets.length > 0)

const plural = (kind, count) => `${kind}${count === 1 || kind === 'log' ? '' : 's'}`

export function printReport({ findings, requests, seconds }) {
  const all = findings.all()
  console.log(`\n  ${'attacked'.padEnd(12)}${'targets'.padStart(9)}${'attempts'.padStart(10)}${'failed'.padStart(8)}`)
  for (const { kind, targets } of byKind(all)) {
    const attempts = targets.reduce((sum, each) => sum + each.attempts, 0)
    const failed = targets.filter(({ failures }) => failures.length > 0).length
    console.log(
      `  ${plural(kind, 2).padEnd(12)}${String(targets.length).padStart(9)}${String(attempts).padStart(10)}${String(failed).padStart(8)}`,
    )
  }
  for (const { kind, name, failures } of findings.failed()) {
    console.log(`\n  ✗ ${kind} ${name}`)
    for (const failure of failures.slice(0, shownFailures)) console.log(`      ${failure}`)
    if (failures.length > shownFailures) console.log(`      and ${failures.length - shownFailures} more`)
  }
  const failed = findings.failed().length
  const outcome = failed === 0 ? 'Every attack was repelled' : `${failed} of ${all.length} targets failed`
  console.log(
    `\n  ${outcome}: ${all.length} targets, ${findings.attempts()} attempts, ${requests} requests in ${seconds.toFixed(0)} s.`,
  )
}

/** Writes index.html and report.json into a folder. */
export function writeReports(folder, { findings, requests, seconds, isReal, parts }) {
  const data = {
    product: productName(),
    at: new Date().toISOString(),
    database: isReal ? 'Postgres' : 'the embedded database',
    node: process.version,
    parts,
    seconds: Math.round(seconds),
    requests,
    attempts: findings.attempts(),
    passed: findings.all().length - findings.failed().length,
    failed: findings.failed().length,
    targets: findings.all().map(({ kind, name, attempts, failures }) => ({ kind, name, attempts, failures })),
  }
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(data, null, 2)}\n`)
  fs.writeFileSync(path.join(folder, 'index.html'), renderPage(data))
  console.log(`  ${path.relative(root, path.join(folder, 'index.html'))} and report.json have all of it.\n`)
}
