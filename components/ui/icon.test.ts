import fs from 'node:fs'
import { expect, test } from 'vitest'
import { iconNames } from './icon'

test('the sprite has each icon, and no other', () => {
  const sprite = fs.readFileSync('components/ui/icons.svg', 'utf8')
  const ids = [...sprite.matchAll(/id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toEqual([...iconNames])
})
