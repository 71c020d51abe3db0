import { beforeEach, expect, it, vi } from 'vitest'
import { flash } from './flash'
import { pagePathHeader } from './requests/trust'

const request = vi.hoisted(() => ({ path: '', cookie: '' }))
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ [pagePathHeader]: request.path }),
  cookies: async () => ({ set: (_name: string, value: string) => void (request.cookie = value) }),
}))

beforeEach(() => void (request.cookie = ''))

it('names the signed-in page that acted, without its query', async () => {
  request.path = '/o/acme/members?query=jane'
  await flash('Saved.')
  expect(JSON.parse(request.cookie)).toEqual({ message: 'Saved.', from: '/o/acme/members' })
})

it.each(['/invitations/a-secret', '/verify-email?token=a-secret', '/other/a-secret'])(
  'puts no secret of a mailed link into the cookie that scripts can read: %s',
  async (path) => {
    request.path = path
    await flash('Welcome.')
    expect(JSON.parse(request.cookie)).toEqual({ message: 'Welcome.', from: '/' })
  },
)
