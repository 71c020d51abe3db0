import { describe, expect, it } from 'vitest'
import { literalLike } from '@/lib/db/sql'
import { z } from 'zod'
import * as schemas from './schemas'
import { fromForm, multiLine, searchSchema, singleLine, type FormField } from './schemas'

describe('text', () => {
  it('is trimmed and normalized', () => expect(singleLine(10).parse('  cafe\u0301 ')).toBe('caf\u00e9'))
  it.each(['', '   ', 'a\nb', 'a\tb', 'a\u0000b', 'a\u202eb', '\ud800', 'x'.repeat(11), 'x'.repeat(10_000)])(
    'A250 refuses %j on one line',
    (typed) => expect(singleLine(10).safeParse(typed).success).toBe(false),
  )
  it.each([undefined, '', '   '])('is no search when it is %j', (typed) =>
    expect(searchSchema(10).parse(typed)).toBe(undefined),
  )
  it('is trimmed in a search', () => expect(searchSchema(10).parse(' ada ')).toBe('ada'))
  it.each(['x'.repeat(11), 'a\nb', 'a\u0000b'])('refuses to search for %j', (typed) =>
    expect(searchSchema(10).safeParse(typed).success).toBe(false),
  )
  it('keeps its line breaks when multi-line', () => expect(multiLine(20).parse(' a\r\nb\n\tc ')).toBe('a\nb\n\tc'))
  it('may be empty when multi-line', () => expect(multiLine(20).parse('')).toBe(''))
  it('has its wildcards escaped in a search', () => expect(literalLike('50%_\\')).toBe('50\\%\\_\\\\'))
})

describe('the fields of a resource', () => {
  it.each([
    ['12', '12.00'],
    ['12.5', '12.50'],
    ['-0.05', '-0.05'],
    ['1234567890.12', '1234567890.12'],
  ])('writes the decimal %s with two digits after the point', (typed, stored) =>
    expect(schemas.decimalSchema.parse(typed)).toBe(stored),
  )
  it.each(['', '12,50', '1.234', '12345678901', '1e3', '.5', '5.', '0x1', ' 1', 12.5, null])(
    'refuses %j as a decimal',
    (typed) => expect(schemas.decimalSchema.safeParse(typed).success).toBe(false),
  )
  it.each(['2026-02-29', '0000-01-01', '2026-1-1', '2026-01-01T00:00:00Z', '', null, 20260101])(
    'refuses %j as a date',
    (typed) => expect(schemas.dateSchema.safeParse(typed).success).toBe(false),
  )
  it.each([1.5, '3', 2147483648, -2147483649, NaN, null])('refuses %j as an integer', (typed) =>
    expect(schemas.integerSchema.safeParse(typed).success).toBe(false),
  )
  it('knows a day by its text, in whatever time zone', () => {
    expect(schemas.toDay(schemas.toDate('2026-01-31'))).toBe('2026-01-31')
    expect(schemas.toDate(null)).toBeNull()
  })
  it.each(['a\nb', 'a\tb', 'a\u0000b', 'x'.repeat(11)])('refuses %j where one line may be empty', (typed) =>
    expect(schemas.optionalLine(10).safeParse(typed).success).toBe(false),
  )
  it('lets an optional line be empty, and a required text not', () => {
    expect(schemas.optionalLine(10).parse('  ')).toBe('')
    expect(schemas.requiredText(10).safeParse('  ').success).toBe(false)
  })
})

describe('the form of a resource', () => {
  const fields: FormField[] = [
    { name: 'title', label: 'Title', type: 'text' },
    { name: 'count', label: 'Count', type: 'integer' },
    { name: 'due', label: 'Due', type: 'date', optional: true },
    { name: 'paid', label: 'Paid', type: 'checkbox' },
  ]
  const body = z.strictObject({
    title: singleLine(10),
    count: schemas.integerSchema,
    due: schemas.dateSchema.nullish(),
    paid: z.boolean(),
  })
  const read = (typed: Record<string, string>) => fromForm(body, fields).safeParse(typed)

  it('becomes what the API takes', () => {
    expect(read({ title: 'A', count: ' 3 ', due: '2026-01-31', paid: 'Yes' }).data).toEqual({
      title: 'A',
      count: 3,
      due: '2026-01-31',
      paid: true,
    })
    expect(read({ title: 'A', count: '3', due: '' }).data).toEqual({ title: 'A', count: 3, due: null, paid: false })
  })
  it.each(['', '3a', '1.5', '0x10', '99999999999'])('is refused under its field for the number %j', (count) =>
    expect(read({ title: 'A', count }).error?.issues.map(({ path }) => path)).toEqual([['count']]),
  )
})
