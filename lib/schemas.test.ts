import { describe, expect, it } from 'vitest'
import { literalLike } from '@/lib/db/sql'
import { multiLine, singleLine } from './schemas'

describe('text', () => {
  it('is trimmed and normalized', () => expect(singleLine(10).parse('  cafe\u0301 ')).toBe('caf\u00e9'))
  it.each(['', '   ', 'a\nb', 'a\tb', 'a\u0000b', 'a\u202eb', '\ud800', 'x'.repeat(11), 'x'.repeat(10_000)])(
    'A250 refuses %j on one line',
    (typed) => expect(singleLine(10).safeParse(typed).success).toBe(false),
  )
  it('keeps its line breaks when multi-line', () => expect(multiLine(20).parse(' a\r\nb\n\tc ')).toBe('a\nb\n\tc'))
  it('may be empty when multi-line', () => expect(multiLine(20).parse('')).toBe(''))
  it('has its wildcards escaped in a search', () => expect(literalLike('50%_\\')).toBe('50\\%\\_\\\\'))
})
