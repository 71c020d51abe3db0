import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from './connection.mjs'
import { createFreshDatabase } from './fresh-database.mjs'
import { assessLogin } from './login-strength.mjs'
import { derivedLogin, identityLogin, provisionLogins } from './logins.mjs'
import { migrate } from './migrate.mjs'

type Client = { query: (sql: string) => Promise<{ rows: Record<string, unknown>[] }> }

const server = process.env.TEST_DATABASE_URL
const loginStrength = async (url?: string, kind?: string): Promise<string | null> =>
  (await assessLogin(url, kind)).strength
const suffix = randomBytes(4).toString('hex')

describe('a derived login', () => {
  it('is the same for the same secret and database, and different for others', () => {
    const url = 'postgres://owner@db.example.com/shop'
    expect(derivedLogin(url, 'a')).toEqual(derivedLogin(url, 'a'))
    expect(derivedLogin(url, 'a').user).toBe('app_shop')
    expect(derivedLogin(url, 'b').password).not.toBe(derivedLogin(url, 'a').password)
  })
})

describe.runIf(!server)('the embedded database', () => {
  it('is exempt: it has one login, and every transaction drops to a weak role', async () => {
    expect(await assessLogin(process.env.DATABASE_URL)).toMatchObject({ strength: null, refusal: null })
  })
})

describe.runIf(server)('logins on a real server', () => {
  let database: { name: string; url: string; stop: () => Promise<unknown> }
  const run = (sql: string) => withClient(database.url, (client: Client) => client.query(sql))
  const roles: string[] = []
  const provisioned: string[] = []
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

  async function role(name: string, attributes: string): Promise<string> {
    const full = `${name}_${suffix}`
    roles.push(full)
    await run(`create role "${full}" login ${attributes}; grant connect on database ${database.name} to "${full}"`)
    const url = new URL(database.url)
    url.username = full
    return url.href
  }

  beforeAll(async () => {
    database = await createFreshDatabase(server!)
    await migrate(database.url)
  })
  afterAll(async () => {
    for (const name of roles) await run(`drop owned by "${name}" cascade; drop role "${name}"`)
    for (const name of provisioned) {
      const { user } = identityLogin({ user: name, password: '' })
      await run(`drop owned by ${quoted(user)} cascade; drop role ${quoted(user)}`)
    }
    await database.stop()
  })

  const weak = async (name: string) => {
    const user = `${name}_${suffix}`
    roles.push(user)
    provisioned.push(user)
    return provisionLogins(database.url, { user, password: `it's "quoted"` })
  }

  it('are created so that row-level security applies to them', async () => {
    const { url, identityUrl } = await weak('weak')
    expect(await loginStrength(url)).toBeNull()
    expect(await loginStrength(identityUrl, 'identity')).toBeNull()
    expect(await loginStrength(url, 'identity')).toMatch(/a member of the role (person|tenant)/)
    expect(await loginStrength(identityUrl)).toMatch(/a member of the role (identity|janitor)/)
    const rows = await withClient(url, async (client: Client) => {
      await expect(client.query('select * from users')).rejects.toThrow('permission denied')
      await client.query('begin')
      await client.query(`select set_config('role', 'tenant', true)`)
      return (await client.query('select user_id from memberships')).rows
    })
    expect(rows).toEqual([])
  })

  it('are created once by simultaneous calls', async () => {
    const urls = await Promise.all(Array.from({ length: 5 }, () => weak('race')))
    roles.splice(-4)
    provisioned.splice(-4)
    expect(new Set(urls.map(({ url }) => url)).size).toBe(1)
    expect(await loginStrength(urls[0]!.url)).toBeNull()
  })

  it('reuse an existing role, and renew its password', async () => {
    const user = `there_${suffix}`
    await run(`create role "${user}" nologin`)
    expect(await loginStrength((await weak('there')).url)).toBeNull()
  })

  it('may have quotes in name and password', async () => {
    const user = `odd "name'; drop table users; --_${suffix}`
    roles.push(user.replaceAll('"', '""'))
    provisioned.push(user)
    const { url } = await provisionLogins(database.url, { user, password: `p'w` })
    expect(await loginStrength(url)).toBeNull()
  })

  it('can read the applied migrations', async () => {
    const { requireMigrated } = await import('./migrate.mjs')
    await expect(requireMigrated((await weak('reader')).identityUrl)).resolves.toBeUndefined()
  })

  it('are refused with the reason when they are too strong', async () => {
    expect(await loginStrength(database.url)).toBe('a superuser')
    expect(await loginStrength(await role('bypass', 'bypassrls'))).toBe('able to bypass row-level security')
    expect(await loginStrength(await role('maker', 'createrole'))).toBe('able to create roles')
    const climber = await role('climber', `in role "bypass_${suffix}"`)
    expect(await loginStrength(climber)).toBe('a member of a role that can bypass row-level security')
    const owner = await role('owner', 'noinherit')
    await run(`create table owned (n int); alter table owned owner to "owner_${suffix}"`)
    expect(await loginStrength(owner)).toBe('the owner of the tables')
    expect(await loginStrength(await role('heir', `noinherit in role "owner_${suffix}"`))).toBe(
      'the owner of the tables',
    )
    const builder = await role('builder', '')
    await run(`grant create on schema public to "builder_${suffix}"`)
    expect(await loginStrength(builder)).toBe('able to create tables')
  })

  it('are the only ones that can connect, and cannot create temporary tables', async () => {
    await weak('closed')
    const stranger = await role('stranger', '')
    await run(`revoke connect on database ${database.name} from "stranger_${suffix}"`)
    await expect(withClient(stranger, () => true)).rejects.toThrow('permission denied for database')
    const { rows } = await run(
      `select has_database_privilege('closed_${suffix}', current_database(), 'temporary') as makes_tables`,
    )
    expect(rows).toEqual([{ makes_tables: false }])
    const { url } = await weak('closed')
    roles.pop()
    provisioned.pop()
    expect(await assessLogin(url)).toMatchObject({ strength: null, refusal: null })
    await run(`grant temporary on database ${database.name} to "closed_${suffix}"`)
    expect(await assessLogin(url)).toMatchObject({ strength: null, refusal: 'able to make temporary tables' })
    await run(`revoke temporary on database ${database.name} from "closed_${suffix}"`)
  })

  it('are never made from an existing strong role', async () => {
    await role('strong', 'bypassrls')
    const asked = provisionLogins(database.url, { user: `strong_${suffix}`, password: 'x' })
    await expect(asked).rejects.toThrow('able to bypass row-level security')
  })
})
