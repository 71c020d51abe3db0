// The printed summary, and the file with all results.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { missed } from './budgets.mjs'
import { resultsFolder } from './servers.mjs'
import { saysNothing } from './timing.mjs'

const heading = [
  '',
  'of floor',
  'spread',
  'CPU',
  'CPU-ms',
  'SQL',
  'Postgres',
  'kB',
  'p50',
  'p99',
  'errors',
  'budget',
  '',
]

/** One row of the table of targets. */
export function targetRow({ id, budget, ...result }) {
  if (result.problem) return [id, ...Array(heading.length - 3).fill('–'), wanted(budget), `FAILED: ${result.problem}`]
  const { share, spread, cpu, cpuMs, sql, postgres, kb, p50, p99, errors } = result
  return [
    id,
    share.toFixed(3),
    spread.map((value) => value.toFixed(2)).join('–'),
    number(cpu, 1, '×'),
    number(cpuMs, 2),
    number(sql, 1),
    number(postgres, 2),
    number(kb, 1),
    number(p50, 1),
    number(p99, 1),
    String(errors),
    wanted(budget),
    errors > 0 ? 'FAILED: errors' : Object.keys(budget).length > 0 ? verdict(missed(result, budget)) : '',
  ]
}

export function printTargets(rows) {
  console.log(
    '\nRequests per second as a share of the floor, CPU per request as a multiple of its and in ms, SQL statements,',
  )
  console.log(
    'Postgres CPU-ms, kB of the answer, and latencies in ms at half of saturation, open loop. Medians; the spread is\nlowest–highest.\n',
  )
  printTable([heading, ...rows])
}

export function printOnce(rows) {
  if (rows.length === 0) return
  console.log()
  printTable([
    ['', 'ours', 'floor', 'budget', ''],
    ...rows.map(({ name, value, floor, budget }) => [
      name,
      ...[value, floor].map((it) => number(it ?? null, it < 10 ? 2 : 0)),
      `≤ ${budget}`,
      value === null ? '' : verdict(value <= budget ? [] : ['']),
    ]),
  ])
}

export function printVerification({ perSecond, barePerSecond }) {
  console.log(
    '\nTokens verified offline on one core, with the list of revoked ones, beside the signature check alone.\n',
  )
  printTable([
    ['', 'per second', 'signature alone', 'share'],
    ['verified', number(perSecond, 0), number(barePerSecond, 0), number(perSecond / barePerSecond, 2)],
  ])
}

export function printTiming(rows) {
  console.log(
    '\nAddresses with and without an account, ms at the median, and the separation of their times: 0.5 is none. MISSED if\nits interval of 99.9 % does not contain 0.5.\n',
  )
  printTable([
    ['', 'known', 'unknown', 'separation', 'interval', ''],
    ...rows.map((row) => [
      row.way,
      number(row.known, 1),
      number(row.unknown, 1),
      number(row.separation, 3),
      row.interval.map((end) => number(end, 2)).join('–'),
      verdict(saysNothing(row) ? [] : ['']),
    ]),
  ])
}

export function printStatusLists(rows) {
  console.log('\nThe list of revoked tokens with 1 % revoked: the slowest first answer, and one from memory.\n')
  printTable([
    ['tokens', 'lists', 'kB in all', 'built, ms', 'kept, ms'],
    ...rows.map(({ count, lists, bytes, builtMs, keptMs }) => [
      String(count),
      String(lists),
      number(bytes / 1000, 1),
      number(builtMs, 1),
      number(keptMs, 1),
    ]),
  ])
}

export function printChainChecks(rows) {
  if (rows.length === 0) return
  console.log(
    '\nThe check of an audit trail by its command, and the most memory that it took of Node and of Postgres.\n',
  )
  printTable([
    ['events', 'seconds', 'events/s', 'Node, MB', 'Postgres, MB'],
    ...rows.map(({ size, seconds, perSecond, nodeMb, postgresMb }) => [
      size.toLocaleString('en'),
      number(seconds, 1),
      perSecond.toLocaleString('en'),
      String(nodeMb),
      number(postgresMb, 1),
    ]),
  ])
}

export function save(what, results) {
  const file = path.join(resultsFolder, `${what}-${new Date().toISOString().replace(/[:.]/g, '-')}.json`)
  const machine = { node: process.version, cpus: os.cpus().length, model: os.cpus()[0]?.model, load: os.loadavg() }
  fs.writeFileSync(file, `${JSON.stringify({ machine, ...results }, null, 2)}\n`)
  console.log(`\n${path.relative(process.cwd(), file)}`)
}

const verdict = (names) => (names.length === 0 ? 'PASS' : `MISSED ${names.join(', ')}`.trimEnd())

export const number = (value, digits, unit = '') => (value === null ? '–' : `${value.toFixed(digits)}${unit}`)

const wanted = ({ share, cpu, sql, postgres, cpuMs, kb }) =>
  [
    share && `≥ ${share.toFixed(2)}`,
    cpu && `≤ ${cpu}×`,
    sql && `≤ ${sql} SQL`,
    postgres && `Postgres < ${postgres}`,
    cpuMs && `≤ ${cpuMs} CPU-ms`,
    kb && `≤ ${kb} kB`,
  ]
    .filter(Boolean)
    .join(', ')

export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
}
