import { expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { parse } from './input'

const schema = z.strictObject({
  name: z.string(),
  days: z.number(),
  on: z.boolean(),
  items: z.array(z.strictObject({ id: z.string() })),
  role: z.enum(['member', 'viewer'], 'Use member or viewer.'),
})

function errorsOf(value: unknown) {
  try {
    parse(schema, value)
  } catch (error) {
    if (error instanceof AppError) return error.errors
    throw error
  }
}

it('says of every field what is wrong with it', () => {
  expect(errorsOf({ days: 'x', on: null, items: [[], {}], role: 1, more: 1 })).toEqual([
    { path: 'name', message: 'This is required.' },
    { path: 'days', message: 'This must be a number.' },
    { path: 'on', message: 'This must be true or false.' },
    { path: 'items.0', message: 'This must be an object.' },
    { path: 'items.1.id', message: 'This is required.' },
    { path: 'role', message: 'Use member or viewer.' },
    { path: 'more', message: 'This field is unknown.' },
  ])
  expect(errorsOf([])).toEqual([{ path: '', message: 'This must be an object.' }])
  expect(errorsOf({ name: ['a'], days: 1, on: true, items: 'a', role: 'member' })).toEqual([
    { path: 'name', message: 'This must be text.' },
    { path: 'items', message: 'This must be a list.' },
  ])
})
