import { describe, expect, it } from 'vitest'
import { selectionSchema } from './selection'

const boxes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`user_${i}`, `Person ${i}`]))
const read = (fields: Record<string, string>) =>
  selectionSchema.safeParse({ intent: 'role', role: 'member', ...fields })

describe('the selected members', () => {
  it('are the ticked boxes, or the box that stands for all of the page', () => {
    expect([...read(boxes(2)).data!.names]).toEqual([
      ['user_0', 'Person 0'],
      ['user_1', 'Person 1'],
    ])
    const all = JSON.stringify([['user_7', 'Seven']])
    expect([...read({ all }).data!.names]).toEqual([['user_7', 'Seven']])
    // With a script both come, and nobody counts twice.
    expect(read({ all, user_7: 'Seven' }).data!.names.size).toBe(1)
  })

  it('are one at least and a hundred at most, whichever way they come', () => {
    expect(read({}).error!.issues[0]!.message).toBe('Select at least one member.')
    expect(read(boxes(100)).success).toBe(true)
    expect(read(boxes(101)).error!.issues[0]!.message).toBe('Select at most 100 members.')
    const all = JSON.stringify(Object.entries(boxes(60)))
    const others = Object.fromEntries(Object.entries(boxes(60)).map(([id, name]) => [`${id}x`, name]))
    expect(read({ all, ...others }).success).toBe(false)
    expect(read({ all: JSON.stringify(Object.entries(boxes(101))) }).success).toBe(false)
  })

  it('are people: no other field counts as one, and nonsense is refused', () => {
    expect(read({ anything: 'x' }).success).toBe(false)
    expect([...read({ ...boxes(1), anything: 'x' }).data!.names.keys()]).toEqual(['user_0'])
    for (const all of ['{', '[["user_1"]]', '"user_1"', '[[1, "One"]]']) expect(read({ all }).success, all).toBe(false)
  })
})
