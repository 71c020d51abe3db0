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
