import { beforeEach, expect, it, vi } from 'vitest'
import { flash } from './flash'
import { pagePathHeader } from './requests/trust'

const request = vi.hoisted(() => ({ path: '', accept: '*/*', name: '', cookie: '' }))
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ [pagePathHeader]: request.path, accept: request.accept }),
  cookies: async () => ({ set: (name: string, value: string) => void Object.assign(request, { name, cookie: value }) }),
}))

beforeEach(() => void (request.cookie = ''))

it('names the signed-in page that acted, without its query', async () => {
  request.path = '/o/acme/members?query=jane'
  await flash('Saved.')
  expect(JSON.parse(request.cookie)).toEqual({ message: 'Saved.', from: '/o/acme/members' })
})

it('offers no undo beside a message for which the cookie would be too long', async () => {
  request.path = '/o/acme/members'
  const undo = { organization: 'acme', undo: 'x'.repeat(3300) }
  await flash('Saved.', undo)
  expect(JSON.parse(request.cookie).undo).toEqual(undo)
  const names = 'Ñandú '.repeat(30)
  await flash(names, undo)
  expect(JSON.parse(request.cookie)).toEqual({ message: names, from: '/o/acme/members' })
})

it.each(['/invitations/a-secret', '/verify-email?token=a-secret', '/other/a-secret'])(
  'puts no secret of a mailed link into the cookie that scripts can read: %s',
  async (path) => {
    request.path = path
    await flash('Welcome.')
    expect(JSON.parse(request.cookie)).toEqual({ message: 'Welcome.', from: '/' })
  },
)

it('keeps the messages of several forms that scripts send, and only the last one without scripts', async () => {
  const namesOf = async (accept: string) => {
    request.accept = accept
    const names = new Set<string>()
    for (const message of ['Saved.', 'Sent.']) {
      await flash(message)
      names.add(request.name)
    }
    return [...names]
  }
  expect(await namesOf('text/x-component')).toHaveLength(2)
  expect(await namesOf('text/html')).toEqual(['flash'])
})
