import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { POST } from '@/app/account/picture/route'
import { DELETE, PUT } from '@/app/api/account/picture/route'
import { GET } from '@/app/api/pictures/[user_id]/[hash]/route'
import { GET as listMembers } from '@/app/api/v1/members/route'
import type { UserContext } from '@/lib/db/session'
import { apiRequest, asOwner, bearerRequest, browserRequest, createMember, send } from '@/lib/testing/fixtures'
import { hostile, photo, png } from '@/lib/testing/pictures'

async function put(session: UserContext, body: Buffer) {
  const { headers } = await browserRequest(session, 'PUT', '/')
  headers.set('content-type', 'image/png')
  return send(
    PUT,
    new Request('http://localhost:3000/api/account/picture', { method: 'PUT', headers, body: new Uint8Array(body) }),
  )
}

async function get(url: string) {
  const [user_id, hash] = new URL(url).pathname.split('/').slice(3) as [string, string]
  const response = await GET(apiRequest('GET', url), { params: Promise.resolve({ user_id, hash }) })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

const storedOf = (userId: string) => asOwner('select 1 from user_pictures where user_id = $1', [userId])

describe('A234 a picture of a person', () => {
  it('is drawn again without its metadata, and served under the hash of its bytes', async () => {
    const { session, ctx, user } = await createMember('member')
    const { status, body } = await put(session, await photo())
    expect(status).toBe(200)
    const { response, bytes } = await get(body.image_url)
    const hash = createHash('sha256').update(bytes).digest('hex')
    expect(body.image_url).toBe(`http://localhost:3000/api/pictures/${user.id}/${hash}`)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 171, height: 256 })
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-security-policy': expect.stringMatching(/sandbox/),
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const members = await send(listMembers, await bearerRequest(ctx, 'GET', '/api/v1/members'))
    expect(members.body.data[0].image_url).toBe(body.image_url)
  })

  it.each(Object.entries(hostile))('is refused as %s', async (_name, bytes) => {
    const { session, user } = await createMember('member')
    expect((await put(session, bytes)).status).toBe(422)
    expect(await storedOf(user.id)).toEqual([])
  })

  it('is replaced, and removed, with its old URL, and not served while its account is deleted', async () => {
    const { session, user } = await createMember('member')
    const { body: first } = await put(session, await png())
    const { body: second } = await put(session, await png({ background: '#ff0000' }))
    expect((await get(first.image_url)).response.status).toBe(404)
    expect((await get(second.image_url)).response.status).toBe(200)
    await asOwner('update users set deleted_at = now() where id = $1', [user.id])
    expect((await get(second.image_url)).response.status).toBe(404)
    await asOwner('update users set deleted_at = null where id = $1', [user.id])
    expect((await send(DELETE, await browserRequest(session, 'DELETE', '/'))).status).toBe(204)
    expect((await get(second.image_url)).response.status).toBe(404)
    expect(await storedOf(user.id)).toEqual([])
  })

  it('is read from a plain form, which is answered by a redirect to the page', async () => {
    const { session, user } = await createMember('member')
    const post = async (file: Buffer) => {
      const form = new FormData()
      form.append('picture', new File([new Uint8Array(file)], 'me.png', { type: 'image/png' }))
      const { headers } = await browserRequest(session, 'POST', '/')
      const request = new Request('http://localhost:3000/account/picture', { method: 'POST', headers, body: form })
      return (await POST(request, { params: Promise.resolve({}) })).headers.get('location')
    }
    expect(await post(hostile.svg ?? Object.values(hostile)[0]!)).toBe('/account?picture=not_a_picture#picture')
    expect(await post(await png())).toBe('/account')
    expect(await storedOf(user.id)).toHaveLength(1)
  })

  it('needs a session that has not ended', async () => {
    const { session, user } = await createMember('member')
    await asOwner('update sessions set ended_at = now() where id = $1', [session.sessionId])
    expect((await put(session, await png())).status).toBe(401)
    expect(await storedOf(user.id)).toEqual([])
  })
})
