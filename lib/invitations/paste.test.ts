import { describe, expect, it } from 'vitest'
import { readPastedRows } from './paste'

const read = (text: string) => readPastedRows(text, 'member')

describe('what people paste', () => {
  it('is one address a line, with or without a role', () => {
    expect(read('a@example.com\r\nb@example.com,viewer\n\nc@example.com\tAdmin')).toEqual([
      { email: 'a@example.com', role: 'member' },
      { email: 'b@example.com', role: 'viewer' },
      { email: 'c@example.com', role: 'admin' },
    ])
  })

  it('is a CSV with a heading, quotes and a name', () => {
    expect(read('email,role\n"a@example.com","viewer"\nAda Lovelace,b@example.com,admin')).toEqual([
      { email: 'a@example.com', role: 'viewer' },
      { email: 'b@example.com', role: 'admin' },
    ])
  })

  it('is a line of addresses out of a mail program', () => {
    expect(read('Ada <a@example.com>, "Bo" <b@example.com>; c@example.com').map(({ email }) => email)).toEqual([
      'a@example.com',
      'b@example.com',
      'c@example.com',
    ])
  })

  it('keeps what it does not understand, for the person to correct', () => {
    expect(read('not an address\nd@example.com,chief')).toEqual([
      { email: 'not an address', role: 'member' },
      { email: 'd@example.com', role: 'chief' },
    ])
  })
})
