import { expect, it } from 'vitest'
import { goalsOf, matching, matchingWords } from './palette-goals'

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

const labelsFor = (query: string, seesInvitations: boolean) =>
  matching(goalsOf({ organization: { slug: 'acme', name: 'Acme Corp' }, navigation: [], seesInvitations }), query).map(
    ({ label }) => label,
  )

it('finds the invitations for those who may see them', () => {
  expect(labelsFor('inv', true)[0]).toBe('Invitations')
  expect(labelsFor('', false)).not.toContain('Invitations')
})

it('offers no page of an organization outside of one', () => {
  const goals = goalsOf({ organization: null, navigation: [], seesInvitations: true })
  expect(goals.filter(({ href }) => href.startsWith('/o/'))).toEqual([])
})
