import { expect, it, onTestFinished, vi } from 'vitest'
import { getEnv } from '@/lib/env'
import { apiRequest, send } from '@/lib/testing/fixtures'
import { GET } from './route'

const ask = () => send(GET, apiRequest('GET', '/.well-known/security.txt'))

it('names the contact of the setting, for half a year from now on', async () => {
  vi.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z'), toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const { status, headers, text } = await ask()
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  expect(text).toBe(
    [
      'Contact: mailto:security@example.com',
      'Expires: 2030-06-30T00:00:00.000Z',
      'Preferred-Languages: en',
      'Canonical: http://localhost:3000/.well-known/security.txt',
      '',
    ].join('\n'),
  )
})

it('is not there without a contact', async () => {
  const { SECURITY_CONTACT } = getEnv()
  Object.assign(getEnv(), { SECURITY_CONTACT: undefined })
  onTestFinished(() => void Object.assign(getEnv(), { SECURITY_CONTACT }))
  expect(await ask()).toMatchObject({ status: 404, body: { code: 'not_found' } })
})
