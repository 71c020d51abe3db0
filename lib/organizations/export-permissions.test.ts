// What an export contains depends on what its reader may read elsewhere.
import { describe, expect, it } from 'vitest'
import { GET as exportRoute } from '@/app/api/v1/organization/export/route'
import { invite } from '@/lib/invitations/send'
import { createRole } from '@/lib/roles/commands'
import { unzip } from '@/lib/testing/archives'
import { asOwner, createMember, memberRequest, send, uniqueEmail } from '@/lib/testing/fixtures'
import { createKey } from '@/lib/testing/oauth'
import { exportedTables } from './export-tables'

async function download({ ctx }: Awaited<ReturnType<typeof createMember>>) {
  const request = await memberRequest(ctx, 'GET', '/api/v1/organization/export')
  const response = await exportRoute(request, { params: Promise.resolve({}) })
  expect(response.status).toBe(200)
  const files = unzip(Buffer.from(await response.arrayBuffer()))
  return { files, manifest: JSON.parse(files['manifest.json']!) }
}

const fileOf = ({ name }: { name: string }) => `${name}.json`

describe('F3 an export', () => {
  it('contains what its reader may read, and says what was left out and which permission that takes', async () => {
    const owner = await createMember('owner')
    const { email } = await invite(owner.ctx, { email: uniqueEmail(), role: 'viewer' })
    const key = await createKey(owner.ctx)
    const permissions = ['org:read', 'org:manage', 'org:members:read'] as const
    const role = await createRole(owner.ctx, { name: 'Billing manager', permissions: [...permissions] })
    const manager = await createMember('viewer', owner.org)
    await asOwner('update memberships set role = $2 where user_id = $1', [manager.user.id, role.key])

    const { files, manifest } = await download(manager)
    const held = exportedTables.filter(({ permission }) => permissions.some((one) => one === permission))
    const lacked = exportedTables.filter((table) => !held.includes(table))
    expect(Object.keys(files)).toEqual([...held.map(fileOf), 'manifest.json'])
    expect(Object.keys(manifest.rows)).toEqual(held.map(({ name }) => name))
    expect(manifest.left_out).toEqual(lacked.map(({ name, permission }) => ({ table: name, permission })))
    expect(manifest.left_out).toEqual(
      expect.arrayContaining([
        { table: 'invitations', permission: 'org:invitations:read' },
        { table: 'api_keys', permission: 'org:api_keys:read' },
        { table: 'audit_events', permission: 'org:audit:read' },
      ]),
    )
    for (const hidden of [email, key.id]) expect(JSON.stringify(files)).not.toContain(hidden)

    const whole = await download(owner)
    expect(Object.keys(whole.files)).toEqual([...exportedTables.map(fileOf), 'manifest.json'])
    expect(whole.manifest.left_out).toEqual([])
  })

  it('requires the permission to manage the organization', async () => {
    const member = await createMember('member')
    const refused = await send(exportRoute, await memberRequest(member.ctx, 'GET', '/'))
    expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_permissions'])
  })
})
