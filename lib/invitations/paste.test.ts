import { describe, expect, it } from 'vitest'
import { readPastedRows } from './paste'

const read = (text: string) => readPastedRows(text, 'member')

describe('a pasted list of people', () => {
  it('may have one address a line, with or without a role', () => {
    expect(read('a@example.com\r\nb@example.com,viewer\n\nc@example.com\tAdmin')).toEqual([
      { email: 'a@example.com', role: 'member' },
      { email: 'b@example.com', role: 'viewer' },
      { email: 'c@example.com', role: 'admin' },
    ])
  })

  it('may be a CSV with a heading, quotes and a name', () => {
    expect(read('email,role\n"a@example.com","viewer"\nAda Lovelace,b@example.com,admin')).toEqual([
      { email: 'a@example.com', role: 'viewer' },
      { email: 'b@example.com', role: 'admin' },
    ])
  })

  it('may be a line of addresses from a mail program', () => {
    expect(read('Ada <a@example.com>, "Bo" <b@example.com>; c@example.com').map(({ email }) => email)).toEqual([
      'a@example.com',
      'b@example.com',
      'c@example.com',
    ])
  })

  it('keeps what was meant as an address among others, but not what belongs to one of them', () => {
    expect(read('Ada <a@example.com>, bob.example.com; c@other.example').map(({ email }) => email)).toEqual([
      'a@example.com',
      'bob.example.com',
      'c@other.example',
    ])
    expect(read('Ada,a@example.com,example.com,b@example.com').map(({ email }) => email)).toEqual([
      'a@example.com',
      'b@example.com',
    ])
  })

  it('keeps lines that it cannot parse, so that the person can correct them', () => {
    expect(read('not an address\nd@example.com,chief')).toEqual([
      { email: 'not an address', role: 'member' },
      { email: 'd@example.com', role: 'chief' },
    ])
  })

  it('may be a CSV with semicolons or tabs', () => {
    expect(read('a@example.com;admin\nb@example.com;Viewer\nAda;c@example.com\td@example.com')).toEqual([
      { email: 'a@example.com', role: 'admin' },
      { email: 'b@example.com', role: 'viewer' },
      { email: 'c@example.com', role: 'member' },
      { email: 'd@example.com', role: 'member' },
    ])
  })

  it.each([
    ['name,email,role\nAda,a@example.com,admin\nViewer,b@example.com,'],
    ['Role;Name;E-mail address\nadmin;"Lovelace; Ada";a@example.com\n;Viewer;b@example.com\n;;'],
    ['"Email"\t"Team"\t"Role"\na@example.com\tViewer\tadmin\r\nb@example.com\tchief'],
  ])('may be a CSV whose heading names its columns: %j', (text) => {
    expect(read(text)).toEqual([
      { email: 'a@example.com', role: 'admin' },
      { email: 'b@example.com', role: 'member' },
    ])
  })

  it('accepts roles by key or by name', () => {
    const roles = { support_lead: { name: 'Support Lead', permissions: [] } }
    for (const written of ['support_lead', 'Support Lead', 'SUPPORT LEAD'])
      expect(readPastedRows(`a@example.com,${written}`, 'member', roles)).toEqual([
        { email: 'a@example.com', role: 'support_lead' },
      ])
    expect(readPastedRows('role,email\nsupport lead,a@example.com', 'member', roles)[0]!.role).toBe('support_lead')
  })

  it('keeps a comma within quotes, and reads on after an unclosed quote', () => {
    expect(read('"Okafor, Jane" <jane@example.com>, admin\n"a@example.com,viewer')).toEqual([
      { email: 'jane@example.com', role: 'admin' },
      { email: '"a@example.com', role: 'viewer' },
    ])
  })

  // A backtracking pattern would not finish here.
  it('is read to its end, however long and irregular it is', () => {
    const rows = read(`${'"'.repeat(20_000)}\n${'a,'.repeat(20_000)}\n${'<'.repeat(20_000)}`)
    expect(rows.map(({ email }) => email)).toEqual(['"'.repeat(9_999), 'a', '<'.repeat(20_000)])
    expect(read(`a@b.example,c@d.example,${'a.'.repeat(50_000)} x`)).toHaveLength(2)
    expect(read(`a@b.example,c@d.example${',x.y'.repeat(50_000)}`)).toHaveLength(50_002)
  })
})
