import { describe, expect, it } from 'vitest'
import type { Member } from '@/lib/members/rows'
import { membersFieldSchema, selectedSearchSchema, toField } from './selection'

const boxes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`user_${i}`, 'on']))
const read = (search: Record<string, string>) => selectedSearchSchema.parse(search).userIds

describe('the selected members', () => {
  it('are the ticked boxes, or the whole page by its own box', () => {
    expect(read(boxes(2))).toEqual(['user_0', 'user_1'])
    expect(read({ all: 'user_7 user_8' })).toEqual(['user_7', 'user_8'])
    // With a script both are sent, and each person counts once.
    expect(read({ all: 'user_7', user_7: 'on' })).toEqual(['user_7'])
  })

  it('are at most a hundred, and nothing but members', () => {
    expect(read({})).toEqual([])
    expect(read(boxes(101))).toHaveLength(100)
    expect(read({ ...boxes(1), anything: 'x', all: 'org_1 user_2' })).toEqual(['user_2', 'user_0'])
  })
})

describe('the field of the dialog', () => {
  const members = [{ userId: 'user_1', name: 'One “two”' }] as Member[]

  it('has each member with their name', () => {
    expect([...membersFieldSchema.parse(toField(members))]).toEqual([['user_1', 'One “two”']])
  })

  it('is refused if it is empty, too long or malformed', () => {
    const many = JSON.stringify(Array.from({ length: 101 }, (_, i) => [`user_${i}`, 'x']))
    for (const text of ['[]', '{', '[["user_1"]]', '"user_1"', '[[1, "One"]]', many])
      expect(membersFieldSchema.safeParse(text).success, text.slice(0, 20)).toBe(false)
  })
})
