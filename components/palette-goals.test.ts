import { expect, it } from 'vitest'
import { matchingWords } from './palette-goals'

const previews = ['Admin', 'Member', 'Team lead'].map((role) => ({ label: `Preview as ${role}` }))

it.each([
  ['', ['Admin', 'Member', 'Team lead']],
  ['preview', ['Admin', 'Member', 'Team lead']],
  ['Mem', ['Member']],
  ['prev lead', ['Team lead']],
  ['  as  team ', ['Team lead']],
  // Letters of "Preview as Member", in order but scattered.
  ['sam', []],
  ['ember', []],
])('%j finds previews as %j', (query, roles) => {
  expect(matchingWords(previews, query)).toEqual(roles.map((role) => ({ label: `Preview as ${role}` })))
})
