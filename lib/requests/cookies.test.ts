import { NextRequest } from 'next/server'
import { expect, it } from 'vitest'
import { readCookie } from './cookies'

it('of two cookies with one name the API reads the same as pages', () => {
  const headers = { cookie: 'other=0; session=former; session=latest; sessions=2' }
  const { cookies } = new NextRequest('https://app.example.com/', { headers })
  expect(readCookie(new Headers(headers), 'session')).toBe('latest')
  expect(cookies.get('session')!.value).toBe('latest')
})
