// What the documents promise about the code: a row for each number in a test title, a reason for each dependency.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { expect, it } from 'vitest'

const read = (file: string) => fs.readFileSync(file, 'utf8')

const patterns = ['*.test.ts', '*.spec.ts', 'lib/testing*.ts', 'lib/testing/*.ts']
const tests = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && fs.existsSync(file))

// Neither the algorithm A256GCM nor the bytes %E0%A4 of a broken header is the number of an attack.
const number = /(?<![\w%])(?:A\d{3}|[FG]\d{1,2})(?!\w)/g

it('docs/attacks.md explains every attack that a test names', () => {
  const explained = new Set(read('docs/attacks.md').match(/(?<=^\| )[AFG]\d+/gm))
  const used = tests.flatMap((file) => (read(file).match(number) ?? []).map((id) => ({ id, file })))
  expect(used.length).toBeGreaterThan(100)
  expect(used.filter(({ id }) => !explained.has(id))).toEqual([])
})

it('DECISIONS.md gives a reason for every runtime dependency', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  const decisions = read('DECISIONS.md')
  const names = Object.keys(dependencies)
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !decisions.includes(`\`${name}\``))).toEqual([])
})

// In docs/threat-model.md a test is a file in backticks, then numbers or quoted words of its titles.
const namedTest = /`([\w./-]+\.tsx?)` ((?:[AFG]\d+ ?)+|“[^”]+”)/g

it('docs/threat-model.md names tests that are there, in every row of its borders', () => {
  const [, borders = ''] = read('docs/threat-model.md').split('## Borders')
  const rows = borders.split('\n').filter((line) => /^\| (?!tries to|-)/.test(line))
  expect(rows.length).toBeGreaterThan(50)
  const missing = rows.flatMap((row) => {
    const named = [...row.matchAll(namedTest)]
    if (named.length === 0) return [row]
    return named.flatMap(([, file, titles]) => {
      if (!fs.existsSync(file!)) return [file]
      const wanted = titles!.startsWith('“') ? [titles!.slice(1, -1)] : titles!.trim().split(' ')
      return wanted.filter((title) => !read(file!).includes(title)).map((title) => `${file} ${title}`)
    })
  })
  expect(missing).toEqual([])
})
