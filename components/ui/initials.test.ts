import { expect, it } from 'vitest'
import { initials } from './initials'

it.each([
  ['Acme Corp', 'AC'],
  ['Globex', 'Gl'],
  ['jane.okafor', 'jo'],
  ['Quarry & Sons', 'QS'],
  ['Quarry &', 'Qu'],
  ['3 Bears', '3B'],
  ['Östlund Ärlig', 'ÖÄ'],
  ['🚀 Rocket', 'Ro'],
  ['🚀 🌍', '🚀🌍'],
  ['', '?'],
])('%j gives %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
})
