import { describe, expect, it, vi } from 'vitest'
import { emailAddressSchema, normalizeEmailAddress } from './email-address'

describe('normalizeEmailAddress', () => {
  it.each([
    ['Jane@Example.COM', 'jane@example.com'],
    ['  jane+acme@example.co.uk ', 'jane+acme@example.co.uk'],
    ["o'neil@example.com", "o'neil@example.com"],
    ['a@xn--bcher-kva.example', 'a@xn--bcher-kva.example'],
  ])('turns %j into %j', (typed, canonical) => expect(normalizeEmailAddress(typed)).toBe(canonical))

  it.each([
    'a@x.co, b@x.co',
    'a@x.co;b@x.co',
    'a@x.co\nBcc: e@x.co',
    '<a@x.co>',
    '"x"@y.co',
    '"e@attacker.example"@victim.example',
    'a(e@x.co)@y.co',
    '.a@x.co',
    'a..b@x.co',
    'a@x',
    'a@-x.co',
    'a@x.co.',
    'a@1.2.3.4',
    'a@[127.0.0.1]',
    '@x.co',
    'a@',
    '',
    'a\u0000@x.co',
    `${'a'.repeat(65)}@x.co`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`,
  ])('A096 A097 refuses %j', (typed) => expect(normalizeEmailAddress(typed)).toBeNull())

  it.each([
    ['full-width @', 'e\uff20attacker.example@victim.example'],
    ['only a full-width @', 'victim\uff20x.example'],
    ['full-width dot', 'a@x\uff0eco'],
    ['Kelvin sign', 'victi\u212a@x.co'],
    ['long s', 'u\u017fer@x.co'],
    ['dotless i', 'adm\u0131n@x.co'],
    ['combining accent', 'jose\u0301@x.co'],
    ['cyrillic', 'j\u0430ne@example.com'],
  ])('A098 refuses a %s instead of folding it', (_name, typed) => expect(normalizeEmailAddress(typed)).toBeNull())

  const hostile = (length: number) => [
    `${'a'.repeat(length)}!`,
    'a.'.repeat(length / 2),
    `a@${'a-'.repeat(length / 2)}`,
  ]

  it('A249 refuses overlong input before any pattern runs', () => {
    const [test, normalize] = [vi.spyOn(RegExp.prototype, 'test'), vi.spyOn(String.prototype, 'normalize')]
    const answers = hostile(50_000).map(normalizeEmailAddress)
    const calls = test.mock.calls.length + normalize.mock.calls.length
    vi.restoreAllMocks()
    expect([answers, calls]).toEqual([[null, null, null], 0])
  })

  it('A249 answers for the longest input that the patterns read', () => {
    expect([...hostile(60), ...hostile(250), ...hostile(500)].filter(normalizeEmailAddress)).toEqual([])
  })

  it('returns a message that says what to type', () => {
    expect(emailAddressSchema.safeParse('jane').error?.issues[0]?.message).toMatch(/name@example.com/)
  })
})
