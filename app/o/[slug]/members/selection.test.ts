import { describe, expect, it } from 'vitest'
import { selectionSchema } from './selection'

const boxes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`user_${i}`, `Person ${i}`]))
const read = (fields: Record<string, string>) =>
  selectionSchema.safeParse({ intent: 'role', role: 'member', ...fields })

describe('the selected members', () => {
  it('are the ticked boxes, or the whole page by its own box', () => {
    expect([...read(boxes(2)).data!.names]).toEqual([
      ['user_0', 'Person 0'],
      ['user_1', 'Person 1'],
    ])
    const all = JSON.stringify([['user_7', 'Seven']])
    expect([...read({ all }).data!.names]).toEqual([['user_7', 'Seven']])
    // With a script both are sent, and each person counts once.
    expect(read({ all, user_7: 'Seven' }).data!.names.size).toBe(1)
  })

  it('are at least one and at most a hundred, in either form', () => {
    expect(read({}).error!.issues[0]!.message).toBe('Select at least one member.')
    expect(read(boxes(100)).success).toBe(true)
    expect(read(boxes(101)).error!.issues[0]!.message).toBe('Select at most 100 members.')
    const all = JSON.stringify(Object.entries(boxes(60)))
    const others = Object.fromEntries(Object.entries(boxes(60)).map(([id, name]) => [`${id}x`, name]))
    expect(read({ all, ...others }).success).toBe(false)
    expect(read({ all: JSON.stringify(Object.entries(boxes(101))) }).success).toBe(false)
  })

  it('are members only: other fields are ignored, and malformed values are refused', () => {
    expect(read({ anything: 'x' }).success).toBe(false)
    expect([...read({ ...boxes(1), anything: 'x' }).data!.names.keys()]).toEqual(['user_0'])
    for (const all of ['{', '[["user_1"]]', '"user_1"', '[[1, "One"]]']) expect(read({ all }).success, all).toBe(false)
  })
})
