// The isolation tests of every tenant resource: its test file begins with describeIsolation({ … }).
import { describe, expect, it } from 'vitest'
import type { Permission } from '@/lib/permissions/catalogue'
import type { OrgContext } from '@/lib/db/session'
import { Prisma } from '@/lib/db/generated/client'
import { withOrg } from '@/lib/db/with-org'
import { asOwner, createMember, endMemberships, createOrg, expectCode } from './fixtures'

type Resource = {
  table: string
  read: Permission
  create: (ctx: OrgContext) => Promise<{ id: string }>
  list: (ctx: OrgContext) => Promise<{ id: string }[]>
  get: (ctx: OrgContext, id: string) => Promise<{ id: string }>
  update: (ctx: OrgContext, id: string) => Promise<unknown>
  remove: (ctx: OrgContext, id: string) => Promise<unknown>
}

const rowsOf = (table: string, organizationId: string) =>
  asOwner(`select * from ${table} where organization_id = $1 order by id`, [organizationId])

/** In: the resource's functions. Calls them across two organizations, and tests its table directly. */
export function describeIsolation({ table, read, create, list, get, update, remove }: Resource): void {
  describe(`isolation of ${table}`, () => {
    const name = Prisma.raw(table)
    const setUp = async () => {
      const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
      return { a, b, row: await create(b.ctx) }
    }

    it('A001 A002 A004 finds, changes and removes nothing of another organization', async () => {
      const { a, b, row } = await setUp()
      const before = await rowsOf(table, b.org.id)
      await expectCode(get(a.ctx, row.id), 'not_found')
      await expectCode(update(a.ctx, row.id), 'not_found')
      await expectCode(remove(a.ctx, row.id), 'not_found')
      expect(await rowsOf(table, b.org.id)).toEqual(before)
      expect((await get(b.ctx, row.id)).id).toBe(row.id)
    })

    it('A001 answers another organization’s id and an unknown id alike', async () => {
      const { a, row } = await setUp()
      const refusal = (id: string) => get(a.ctx, id).catch((error: Error) => JSON.stringify(error))
      const unknown = row.id.replace(/.{6}$/, 'zzzzzz')
      expect(await refusal(row.id)).toBe(await refusal(unknown))
    })

    it('A009 lists only its own', async () => {
      const { a, b, row } = await setUp()
      const own = await create(a.ctx)
      expect((await list(a.ctx)).map(({ id }) => id)).toEqual([own.id])
      expect((await list(b.ctx)).map(({ id }) => id)).toEqual([row.id])
    })

    it('keeps two organizations of one person apart', async () => {
      const { a, b, row } = await setUp()
      const dual = await createMember('owner', b.org)
      await asOwner(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'owner')`, [
        a.org.id,
        dual.user.id,
      ])
      const inA = { ...dual.ctx, organization: a.org.slug }
      await expectCode(get(inA, row.id), 'not_found')
      expect((await get({ ...dual.ctx, organization: b.org.slug }, row.id)).id).toBe(row.id)
    })

    it('refuses people who are not or no longer members', async () => {
      const { b, row } = await setUp()
      const stranger = await createMember('owner', await createOrg())
      await expectCode(get({ ...stranger.ctx, organization: b.org.id }, row.id), 'not_found')
      await endMemberships(b.org.id)
      await expectCode(get(b.ctx, row.id), 'not_found')
    })

    it('A286 A287 hides the rows from SQL without a condition, and refuses to write or move one elsewhere', async () => {
      const { a, b, row } = await setUp()
      const own = await create(a.ctx)
      const visible = await withOrg(a.ctx, read, (db) =>
        db.$queryRaw<{ id: string }[]>(Prisma.sql`select id from ${name}`),
      )
      expect(visible.map(({ id }) => id)).toEqual([own.id])
      const changed = withOrg(a.ctx, read, (db) =>
        db.$executeRaw(Prisma.sql`update ${name} set id = id where id = ${row.id}`),
      )
      expect(await changed).toBe(0)
      const moved = withOrg(a.ctx, read, (db) =>
        db.$executeRaw(Prisma.sql`update ${name} set organization_id = ${b.org.id} where id = ${own.id}`),
      )
      await expectCode(moved, 'not_found')
    })
  })
}
