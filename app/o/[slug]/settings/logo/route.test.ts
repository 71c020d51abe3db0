// The form of the settings: a plain HTML form, always answered by a redirect.
import { describe, expect, it } from 'vitest'
import { sealSession, sessionCookie } from '@/lib/auth/session-cookie'
import { getEnv } from '@/lib/env'
import { maxPictureBytes } from '@/lib/pictures/upload'
import { asOwner, createMember } from '@/lib/testing/fixtures'
import { hostile, png } from '@/lib/testing/pictures'
import { GET, POST } from './route'

type Member = Awaited<ReturnType<typeof createMember>>
type Sent = {
  file?: Buffer
  name?: string
  type?: string
  headers?: Record<string, string>
  cookie?: string
  slug?: string
}

async function post(
  { session, org }: Member,
  { file, name = 'logo.png', type = 'image/png', headers, cookie = '', slug = org.slug }: Sent,
) {
  const form = new FormData()
  if (file) form.append('picture', new File([new Uint8Array(file)], name, { type }))
  const request = new Request(`${getEnv().APP_URL}/o/${slug}/settings/logo`, {
    method: 'POST',
    headers: {
      cookie: `${sessionCookie().name}=${await sealSession(session)}${cookie}`,
      origin: getEnv().APP_URL,
      ...headers,
    },
    body: form,
  })
  const answer = await POST(request, { params: Promise.resolve({ slug }) })
  return { status: answer.status, location: answer.headers.get('location'), flash: answer.headers.get('set-cookie') }
}

const hasLogo = async ({ org }: Member) =>
  (await asOwner('select 1 from organization_logos where organization_id = $1', [org.id])).length > 0

describe('the logo form', () => {
  it('redirects to the settings with a message that the logo is saved', async () => {
    const owner = await createMember('owner')
    const { status, location, flash } = await post(owner, { file: await png() })
    expect([status, location]).toEqual([303, `/o/${owner.org.slug}/settings`])
    expect(decodeURIComponent(flash!)).toMatch(/^flash=\{"message":"Logo saved\."\}; Max-Age=60; Path=\/; SameSite=Lax/)
    expect(await hasLogo(owner)).toBe(true)
  })

  it.each<[string, Sent]>([
    ['not_a_picture', { file: hostile.SVG! }],
    ['damaged', { file: hostile['SVG behind the first bytes of a PNG']! }],
    ['too_heavy', { file: Buffer.alloc(maxPictureBytes + 1) }],
    ['too_heavy', { file: Buffer.alloc(2 * maxPictureBytes) }],
    ['none_chosen', {}],
    ['none_chosen', { file: Buffer.alloc(0) }],
    ['other', { file: Buffer.alloc(9), headers: { 'content-type': 'multipart/form-data; boundary=none' } }],
    ['other', { file: Buffer.alloc(9), headers: { 'content-type': 'text/plain' } }],
  ])('redirects with the problem %s', async (problem, sent) => {
    const owner = await createMember('owner')
    const { status, location, flash } = await post(owner, sent)
    expect([status, location, flash]).toEqual([303, `/o/${owner.org.slug}/settings?logo=${problem}#logo`, null])
    expect(await hasLogo(owner)).toBe(false)
  })

  it('requires the permission, also in the role that the person views as', async () => {
    const member = await createMember('member')
    expect((await post(member, { file: await png() })).location).toContain('?logo=insufficient_permissions')
    const owner = await createMember('owner')
    const cookie = `; view-as=${owner.session.sessionId}.admin`
    expect((await post(owner, { file: await png(), cookie })).location).toContain('?logo=insufficient_permissions')
    expect(await hasLogo(owner)).toBe(false)
  })

  it('A168 is accepted only from the application’s own pages, for the organization in the URL', async () => {
    const owner = await createMember('owner')
    expect((await post(owner, { file: await png(), headers: { origin: 'https://evil.example' } })).status).toBe(403)
    const stranger = await createMember('owner')
    const { location } = await post(stranger, { file: await png(), slug: owner.org.slug })
    expect(location).toBe(`/o/${owner.org.slug}/settings?logo=other#logo`)
    expect([await hasLogo(owner), await hasLogo(stranger)]).toEqual([false, false])
    const get = await GET(new Request(`${getEnv().APP_URL}/`), { params: Promise.resolve({ slug: owner.org.slug }) })
    expect(get.status).toBe(405)
  })
})
