// The report of a drill, on screen and as JSON.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { holds } from './figures.mjs'

/** In: the runs of one fault. Out: one figure for each name, with the median and the spread of its values. */
export function summarize(runs) {
  return runs[0].map((first, index) => {
    const values = runs.map((run) => run[index]).map(({ value }) => value)
    const isNumber = values.every((value) => typeof value === 'number')
    const sorted = isNumber ? values.toSorted((a, b) => a - b) : values
    return {
      ...first,
      value: isNumber ? sorted[Math.floor(sorted.length / 2)] : values.at(-1),
      ...(isNumber && runs.length > 1 && { spread: [sorted[0], sorted.at(-1)] }),
      // What must never happen must hold in each run; a speed holds by its median.
      isKept: first.isSpeed ? undefined : runs.every((run) => holds(run[index])),
    }
  })
}

/** Whether a summarized figure is within its promise. */
export const isKept = (each) => each.isKept ?? holds(each)

export function print(title, figures, { isShort }) {
  console.log(`\n${title}`)
  for (const each of figures) {
    const mark = !each.limit ? ' ' : isKept(each) ? '✓' : isShort && each.isSpeed ? '~' : '✗'
    const promised = each.limit ? `  (${limitInWords(each)})` : ''
    console.log(`  ${mark} ${each.name}: ${inWords(each.value, each.unit)}${spreadOf(each)}${promised}`)
  }
}

const rounded = (value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value)
const inWords = (value, unit) => `${value === Infinity ? 'never' : rounded(value)}${unit ? ` ${unit}` : ''}`
const spreadOf = ({ spread }) =>
  spread && spread[0] !== spread[1] ? `, ${rounded(spread[0])} to ${rounded(spread[1])}` : ''
const limitInWords = ({ limit, unit }) =>
  'most' in limit ? `at most ${inWords(limit.most, unit)}` : `at least ${inWords(limit.least, unit)}`

export const machine = (postgres) => ({
  date: new Date().toISOString(),
  node: process.version,
  postgres,
  processors: os.cpus().length,
  // Above the number of processors, other work ran at the same time.
  load: os.loadavg().map((each) => Math.round(each * 10) / 10),
  memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
  system: `${os.type()} ${os.release()}`,
})

export function write(file, report) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}
