import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { identityOf, renamed, replacePrefix } from './identity.mjs'

describe('the product’s names', () => {
  it('are read from lib/config.ts and package.json', () => {
    const read = (file: string) => fs.readFileSync(file, 'utf8')
    const { name, prefix, packageName } = identityOf(read('lib/config.ts'), read('package.json'))
    expect(name.toLowerCase().replace(/[^a-z0-9]+/g, '-')).toBe(packageName)
    expect(prefix).toMatch(/^[a-z0-9]+_live_$/)
  })

  it('are derived from one name', () => {
    const next = { name: 'Northern Lights 2.0', packageName: 'northern-lights-2-0', prefix: 'northern_live_' }
    expect(renamed('Northern Lights 2.0')).toEqual(next)
    expect(replacePrefix('old_live_4f, /old_live_[a-z]/', { prefix: 'old_live_' }, next)).toBe(
      'northern_live_4f, /northern_live_[a-z]/',
    )
  })

  it.each(['', 'A', ' A', "O'Neill", 'A, B', '9 Lives', '<b>', 'Überfluss', 'A\nB', 'x'.repeat(41), '../up'])(
    'refuse %j',
    (name) => expect(() => renamed(name)).toThrow('letters, digits'),
  )

  it('are reported as missing when lib/config.ts has none', () =>
    expect(() => identityOf('export const product = {}', '{}')).toThrow('lib/config.ts has no name'))
})
