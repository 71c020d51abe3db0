import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { GET as logoRoute } from '@/app/api/logos/[organization]/[hash]/route'
import { DELETE, PUT } from '@/app/api/v1/organization/logo/route'
import { GET as getOrganizationRoute } from '@/app/api/v1/organization/route'
import { listAuditEvents } from '@/lib/audit-log/queries'
import { sentenceOf } from '@/lib/audit-log/sentences'
import { database } from '@/lib/db/client'
import { listMyInvitations } from '@/lib/invitations/answer'
import { openInvitation } from '@/lib/invitations/preview'
import { invite } from '@/lib/invitations/send'
import { listMyOrganizations } from './queries'
import {
  addMember,
  apiRequest,
  asOwner,
  bearerRequest,
  createMember,
  createOrg,
  send,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { createNote } from '@/lib/testing/notes'
import { animation, bomb, hostile, manyScans, photo, picture, png } from '@/lib/testing/pictures'
import { quotaOf } from '@/lib/requests/rate-limits'
import { assertDrawable, drawPicture } from '@/lib/pictures/draw'
import { maxPictureBytes } from '@/lib/pictures/upload'
import { getLogo } from './logo'

type Member = Awaited<ReturnType<typeof createMember>>

/** PUT as a program sends it, with the given content type. */
async function put({ ctx }: Member, body: Buffer | ReadableStream, type = 'image/png') {
  const { headers } = await bearerRequest(ctx, 'PUT', '/')
  headers.set('content-type', type)
  const url = new URL('/api/v1/organization/logo', 'http://localhost:3000')
  const request = new Request(url, { method: 'PUT', headers, body, duplex: 'half' } as RequestInit)
  return send(PUT, request)
}

const remove = async ({ ctx }: Member) => send(DELETE, await bearerRequest(ctx, 'DELETE', '/'))

async function get(organization: string, hash: string) {
  const request = apiRequest('GET', `/api/logos/${organization}/${hash}`)
  const response = await logoRoute(request, { params: Promise.resolve({ organization, hash }) })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** The picture at an absolute URL. */
const load = (url: string) => get(...(new URL(url).pathname.split('/').slice(3) as [string, string]))

const logosOf = (organizationId: string) =>
  asOwner<{ hash: string; bytes: Buffer }>('select hash, bytes from organization_logos where organization_id = $1', [
    organizationId,
  ])

describe('a logo', () => {
  it('is re-encoded, stored under its hash, and served to everyone who knows the URL', async () => {
    const owner = await createMember('owner')
    const { status, body, headers } = await put(owner, await png())
    expect(status).toBe(200)
    expect(headers.get('etag')).toMatch(/^"/)
    const [row] = await logosOf(owner.org.id)
    const hash = createHash('sha256').update(row!.bytes).digest('hex')
    expect(row!.hash).toBe(hash)
    expect(body.logo_url).toBe(`http://localhost:3000/api/logos/${owner.org.id}/${hash}`)
    const { response, bytes } = await load(body.logo_url)
    expect(bytes.equals(row!.bytes)).toBe(true)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 171 })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
      'content-disposition': expect.stringContaining('attachment'),
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(response.headers.has('set-cookie')).toBe(false)
  })

  it.each<[string, () => Promise<Buffer>]>([
    ['PNG', () => png()],
    ['JPEG', () => picture().jpeg().toBuffer()],
    ['WebP', () => picture().webp().toBuffer()],
    ['16-bit PNG', () => picture().toColorspace('rgb16').png().toBuffer()],
    ['CMYK JPEG', () => picture().toColorspace('cmyk').jpeg().toBuffer()],
    ['very thin PNG', () => png({ width: 4000, height: 1 })],
    ['tiny PNG', () => png({ width: 1, height: 1 })],
  ])('may be sent as %s, whatever its declared type', async (_name, make) => {
    const owner = await createMember('owner')
    const { status, body } = await put(owner, await make(), 'image/svg+xml')
    expect(status).toBe(200)
    const { format, width, height } = await sharp((await load(body.logo_url)).bytes).metadata()
    expect(format).toBe('webp')
    expect(Math.max(width, height)).toBeLessThanOrEqual(256)
  })

  it('keeps transparency', async () => {
    const { status, body } = await put(await createMember('owner'), await png({ background: '#00000000' }))
    expect(status).toBe(200)
    const { data } = await sharp((await load(body.logo_url)).bytes)
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(data[3]).toBe(0)
  })

  it('A234 loses its location data, and is rotated upright', async () => {
    const sent = await photo()
    expect((await sharp(sent).metadata()).exif).toBeDefined()
    const { body } = await put(await createMember('owner'), sent, 'image/jpeg')
    const { bytes } = await load(body.logo_url)
    const { width, height, ...metadata } = await sharp(bytes).metadata()
    expect([width, height]).toEqual([171, 256])
    for (const name of ['exif', 'xmp', 'iptc', 'icc', 'orientation'])
      expect(metadata[name as keyof typeof metadata], name).toBeUndefined()
    expect(bytes.includes('CNRY')).toBe(false)
  })

  it('A234 loses bytes appended to the file', async () => {
    const sent = Buffer.concat([await png(), Buffer.from('<script>CNRY</script>')])
    const { status, body } = await put(await createMember('owner'), sent)
    expect(status).toBe(200)
    expect((await load(body.logo_url)).bytes.includes('CNRY')).toBe(false)
  })

  it('is a still picture when an animation was sent', async () => {
    const { status, body } = await put(await createMember('owner'), await animation(), 'image/webp')
    expect(status).toBe(200)
    expect((await sharp((await load(body.logo_url)).bytes).metadata()).pages).toBeUndefined()
  })
})

describe('A234 a file that is not an accepted picture', () => {
  it.each(Object.entries(hostile))('%s is refused, whatever its declared type', async (_name, bytes) => {
    const owner = await createMember('owner')
    for (const type of ['image/png', 'image/svg+xml']) {
      const { status, body } = await put(owner, bytes, type)
      expect([status, body.code]).toEqual([422, 'validation_failed'])
      expect(body.errors).toEqual([{ path: 'picture', message: expect.stringMatching(/\.$/) }])
    }
    expect(await logosOf(owner.org.id)).toEqual([])
  })

  it('20,000 × 20,000 pixels are refused before they are decoded', async () => {
    const bytes = bomb(20_000)
    expect(bytes.length).toBeLessThan(100_000)
    const before = process.memoryUsage().rss
    const { status, body } = await put(await createMember('owner'), bytes)
    expect([status, body.errors[0].message]).toEqual([422, expect.stringContaining('16 million pixels')])
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
    expect((await put(await createMember('owner'), bomb(4_000))).status).toBe(200)
  })

  it.each<[string, () => Promise<Buffer>]>([
    [
      'PNG',
      () =>
        sharp(Buffer.from(Array.from({ length: 30_000 }, (_, n) => (n * n * 7) % 251)), {
          raw: { width: 100, height: 100, channels: 3 },
        })
          .png()
          .toBuffer(),
    ],
    ['JPEG', () => picture().jpeg().toBuffer()],
  ])('a truncated %s is refused', async (_name, make) => {
    const whole = await make()
    for (const length of [20, Math.floor(whole.length / 2)]) {
      const { status } = await put(await createMember('owner'), whole.subarray(0, length))
      expect(status, `${length} of ${whole.length}`).toBe(422)
    }
  })

  it('more than 2 MB is answered 413, declared or not', async () => {
    const owner = await createMember('owner')
    const large = Buffer.concat([await png(), Buffer.alloc(maxPictureBytes)])
    expect((await put(owner, large)).body).toMatchObject({ status: 413, code: 'body_too_large' })
    let read = 0
    const endless = new ReadableStream({
      pull: (controller) => {
        read += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    expect((await put(owner, endless)).status).toBe(413)
    expect(read).toBeLessThan(maxPictureBytes + 300_000)
  })

  it('a body that is not sent as a picture is answered 415', async () => {
    expect((await put(await createMember('owner'), await png(), 'application/json')).status).toBe(415)
  })
})

describe('changing a logo', () => {
  it('requires the permission to manage the organization, before the body is read', async () => {
    const member = await createMember('member')
    let read = false
    const body = new ReadableStream({ pull: () => void (read = true) }, { highWaterMark: 0 })
    const { status, body: refusal } = await put(member, body)
    expect([status, refusal.code, read]).toEqual([403, 'insufficient_permissions', false])
    expect((await remove(member)).status).toBe(403)
  })

  it('A018 affects the caller’s own organization only', async () => {
    const [a, b] = [await createMember('owner'), await createMember('owner')]
    await put(a, await png())
    await put(b, await png({ background: '#c00' }))
    const [[ofA], [ofB]] = [await logosOf(a.org.id), await logosOf(b.org.id)]
    expect((await remove(a)).status).toBe(204)
    expect(await logosOf(b.org.id)).toHaveLength(1)
    expect((await get(b.org.id, ofB!.hash)).response.status).toBe(200)
    for (const [id, hash] of [
      [b.org.id, ofA!.hash],
      [a.org.id, ofB!.hash],
      [b.org.id, ''],
      ['', ofB!.hash],
      ['%00', '\u0000'],
    ] as const)
      expect((await get(id, hash)).response.status, `${id} ${hash}`).toBe(404)
  })

  it('is recorded once for every change', async () => {
    const owner = await createMember('owner')
    await put(owner, await png())
    await put(owner, await png())
    await put(owner, await png({ background: '#c00' }))
    await remove(owner)
    expect((await remove(owner)).status).toBe(204)
    const events = await asOwner<{ action: string; changes: { logo: (string | null)[] } }>(
      `select action, changes from audit_events where organization_id = $1 and action <> 'session.entered' order by sequence`,
      [owner.org.id],
    )
    expect(events.map(({ action }) => action)).toEqual([
      'organization.logo_changed',
      'organization.logo_changed',
      'organization.logo_removed',
    ])
    expect(events[0]!.changes.logo[0]).toBeNull()
    expect(events[2]!.changes.logo).toEqual([events[1]!.changes.logo[1], null])
    const { data } = await listAuditEvents(owner.ctx, { limit: 2 })
    expect(data.map((event) => sentenceOf(event, {}))).toEqual([
      'removed the logo of Test Organization',
      'changed the logo of Test Organization',
    ])
  })
})

describe('a token for the logo route', () => {
  it('is checked by the route, since the middleware does not run there', async () => {
    for (const authorization of ['Bearer x', 'Basic dTpw']) {
      const { status, body } = await send(PUT, apiRequest('PUT', '/api/v1/organization/logo', 'x', { authorization }))
      expect([status, body.code]).toEqual([401, 'invalid_token'])
    }
  })
})

describe('the end of a logo', () => {
  it('comes with its replacement, its removal, or the deletion of the organization', async () => {
    const owner = await createMember('owner')
    const first = (await put(owner, await png())).body.logo_url
    const second = (await put(owner, await png({ background: '#c00' }))).body.logo_url
    expect((await load(first)).response.status).toBe(404)
    expect((await load(second)).response.status).toBe(200)
    await asOwner('update organizations set deleted_at = now() where id = $1', [owner.org.id])
    expect((await load(second)).response.status).toBe(404)
    await asOwner('update organizations set deleted_at = null where id = $1', [owner.org.id])
    await remove(owner)
    expect((await load(second)).response.status).toBe(404)
    expect(await logosOf(owner.org.id)).toEqual([])
    const { body } = await send(getOrganizationRoute, await bearerRequest(owner.ctx, 'GET', '/api/v1/organization'))
    expect(body.logo_url).toBeNull()
  })

  it('F11 is refused as a JPEG with more than 64 scans before it is decoded, and such a refusal does not count', async () => {
    const owner = await createMember('owner')
    const left = async () => (await quotaOf('logos_by_organization', owner.org.id)).left
    const before = await left()
    const refused = await put(owner, await manyScans(65))
    expect([refused.status, refused.body.errors[0].message]).toEqual([422, expect.stringContaining('64 scans')])
    expect(await left()).toBe(before)
    expect((await put(owner, await photo())).status).toBe(200)
    expect(() => assertDrawable(hostile.nothing!)).toThrow()
    expect(await left()).toBe(before - 1)
    const ordinary = await manyScans(64)
    expect(assertDrawable(ordinary)).toBe(ordinary)
  })

  it('F11 waits behind two uploads of another organization at most', async () => {
    const bytes = await png({ width: 2000, height: 2000 })
    const many = Array.from({ length: 12 }, () =>
      drawPicture(bytes, 'org_busy').then(
        () => 'drawn',
        () => 'refused',
      ),
    )
    const other = drawPicture(bytes, 'org_calm')
    expect((await other).length).toBeGreaterThan(0)
    expect((await Promise.all(many)).sort()).toEqual([...Array(2).fill('drawn'), ...Array(10).fill('refused')])
  })

  it('leaves one logo of many simultaneous uploads, and answers 503 to those that would wait too long', async () => {
    const owner = await createMember('owner')
    const colors = Array.from({ length: 14 }, (_, n) => png({ background: `#${(n + 16).toString(16)}0000` }))
    const answers = await Promise.all((await Promise.all(colors)).map((bytes) => put(owner, bytes)))
    const statuses = new Set(answers.map(({ status }) => status))
    expect(statuses).toEqual(new Set([200, 503]))
    const rows = await logosOf(owner.org.id)
    expect(rows).toHaveLength(1)
    expect((await get(owner.org.id, rows[0]!.hash)).response.status).toBe(200)
    expect((await put(owner, await png())).status).toBe(200)
  })
})

describe('where a logo is shown', () => {
  it('includes the list of one’s organizations and invitations', async () => {
    const owner = await createMember('owner', await createOrg({ name: 'B' }))
    await addMember((await createOrg({ name: 'C' })).id, owner.user.id, 'viewer')
    await addMember((await createOrg({ name: 'A' })).id, owner.user.id, 'viewer')
    await put(owner, await png())
    const { hash } = (await logosOf(owner.org.id))[0]!
    const url = `/api/logos/${owner.org.id}/${hash}`
    const mine = await listMyOrganizations(owner.session)
    expect(mine.map(({ name, logoUrl }) => [name, logoUrl])).toEqual([
      ['A', null],
      ['B', url],
      ['C', null],
    ])
    const guest = await createMember('viewer')
    await invite(owner.ctx, { email: guest.user.email, role: 'viewer' })
    expect((await listMyInvitations(guest.session))[0]!.organization).toMatchObject({ logoUrl: url })
    const email = uniqueEmail()
    await invite(owner.ctx, { email, role: 'viewer' })
    const [mail] = await asOwner<{ text: string }>('select text from emails where "to" = $1', [email])
    const [, token] = /\/invitations\/(\S+)/.exec(mail!.text)!
    expect((await openInvitation(token!, null, new Headers())).organization).toMatchObject({ logoUrl: url })
  })

  it('A281 gives no access to the rest of the organization', async () => {
    const owner = await createMember('owner')
    await createNote(owner.ctx, { name: 'Not for strangers' })
    await put(owner, await png())
    const { hash } = (await logosOf(owner.org.id))[0]!
    expect(await getLogo(owner.org.id, hash)).toBeInstanceOf(Uint8Array)
    // No connection keeps a setting of it: no organization, no role, and no role sees a row.
    for (const [login, role] of [
      ['tenant', 'tenant'],
      ['tenant', 'person'],
      ['identity', 'janitor'],
    ] as const) {
      const { idleCount } = database()[login]
      const clients = await Promise.all(
        Array.from({ length: Math.max(1, idleCount) }, () => database()[login].connect()),
      )
      for (const client of clients) {
        const { rows: before } = await client.query(
          `select current_setting('role') as role, coalesce(current_setting('app.context', true), '') as context`,
        )
        await client.query('begin')
        await client.query(`select set_config('role', $1, true)`, [role])
        const { rows } = await client.query('select current_org() as org, count(*)::int as rows from memberships')
        await client.query('rollback')
        client.release()
        expect([before, rows]).toEqual([[{ role: 'none', context: '' }], [{ org: null, rows: 0 }]])
      }
    }
  })
})
