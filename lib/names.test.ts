import { describe, expect, it } from 'vitest'
import { distinctName, looksLike } from './names'
import { singleLine } from './schemas'

const accepts = (name: string) => distinctName(80).safeParse(name).success

describe('F15 A055 a name of an organization or a role', () => {
  it.each([
    ['a Hangul filler', '\u3164'],
    ['a zero-width space', '\u200b'],
    ['tags', 'Acme\u{e0041}\u{e0042}'],
    ['a soft hyphen', 'Ac\u00adme'],
    ['a mark of direction', 'Acme\u200eLtd'],
    ['a word joiner', 'Ac\u2060me'],
    ['an Arabic letter mark', 'Acme\u061cLtd'],
    ['a joiner between Latin letters', 'Ac\u200dme'],
    ['a variation selector after a letter', 'A\ufe0fcme'],
    ['a variation selector after a digit', 'Tier 1\ufe0f'],
    ['a combining grapheme joiner', 'Ac\u034fme'],
    ['an empty Braille pattern', 'Acme\u2800Ltd'],
    ['punctuation only', '…!'],
    ['an emoji only', '🚀'],
    ['spaces only', ' \u00a0\u2003 '],
  ])('is refused with %s', (_what, name) => expect(accepts(name)).toBe(false))

  it.each([
    ['a Cyrillic А', '\u0410cme'],
    ['a Cyrillic е', 'Vi\u0435wer'],
    ['a Greek Α', '\u0391dmin'],
    ['a Cherokee Ꭺ', '\u13aacme'],
    ['a Lisu ꓮ', '\ua4eedmin'],
    ['a mathematical 𝐀', '\u{1d400}cme'],
  ])('is refused with %s among Latin letters', (_what, name) => expect(accepts(name)).toBe(false))

  it.each([
    'Acme',
    'Ada & Söhne',
    'Café Zoë',
    'Łódź Studio',
    'Акме',
    'Ακμή',
    'Acme Россия',
    '東京 Design',
    'アクメ株式会社',
    '葛\u{e0100}城',
    'שלום',
    'می\u200cخواهم',
    'क्\u200dष',
    'Acme 👩\u200d💻',
    'Acme 👩🏽\u200d💻',
    'Acme ❤\ufe0f',
    'Acme 3\ufe0f\u20e3',
    'Acme 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'µTorrent',
    '3M',
  ])('is accepted: %s', (name) => expect(accepts(name)).toBe(true))
})

describe('F15 one line of any text', () => {
  it.each(['a\u200bb', '\u3164', 'a\u{e0041}'])('contains nothing that cannot be seen: %j', (text) =>
    expect(singleLine(80).safeParse(text).success).toBe(false),
  )
  it('may be an emoji', () => expect(singleLine(80).safeParse('👩\u200d💻').success).toBe(true))
})

describe('F15 two names', () => {
  it.each([
    ['Owner', '\u041ewner'],
    ['Owner', '\u043ewner'],
    ['Owner', '0wner'],
    ['Viewer', 'VIEWER'],
    ['Viewer', 'Vlewer'],
    ['Viewer', 'VlEWER'],
    ['Admin', 'ADMIN'],
    ['Admin', 'Adrnin'],
    ['Admin', '\uff21dmin'],
    ['Member', 'M\u0435mb\u0435r'],
    ['Design lead', 'design-lead'],
    ['Café', 'cafe'],
    ['\u0410\u0441\u0435', 'Ace'],
    ['A\u216de', 'Ace'],
  ])('look alike: %s, %s', (a, b) => expect(looksLike(a, b)).toBe(true))

  it.each([
    ['Owner', 'Owners'],
    ['Admin', 'Adman'],
    ['Editor', 'Auditor'],
    ['Lead', 'Deal'],
    ['Tier 1', 'Tier 2'],
  ])('differ: %s, %s', (a, b) => expect(looksLike(a, b)).toBe(false))
})
