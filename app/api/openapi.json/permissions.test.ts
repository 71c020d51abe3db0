import { describe, expect, it } from 'vitest'
import type { Permission } from '@/lib/permissions/catalogue'
import { builtInRoles } from '@/lib/permissions/roles'
import type { Method } from '@/lib/openapi/description'
import { bearerRequest, createMember, send } from '@/lib/testing/fixtures'
import { apiDocument, loadRoutes } from './routes'

const operations = (await loadRoutes())
  .filter(({ route }) => route.access === 'org')
  .flatMap(({ path, route, handler }) =>
    Object.entries(route.operations).map(([method, { permission }]) => ({
      name: `${method} ${path}`,
      path,
      handler,
      method: method as Method,
      permission: permission as Permission | 'any',
    })),
  )

/** Sends the example of the document. */
async function ask(role: keyof typeof builtInRoles, { path, method, handler }: (typeof operations)[number]) {
  const { ctx } = await createMember(role)
  const names = [...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name!)
  const item = (await apiDocument()).paths![path.replaceAll(/\[(\w+)\]/g, '{$1}')]!
  const described = item[method.toLowerCase() as 'get']!
  const body = Object.values((described.requestBody as { content: object })?.content ?? {})[0]?.example as unknown
  const request = await bearerRequest(ctx, method, path, body)
  const params = Object.fromEntries(names.map((name) => [name, 'none_01k9w3m7xre5zt2n8d4qhvbcya']))
  return send(handler, request, params)
}

describe('the permission that the description names', () => {
  const guarded = operations.filter(({ permission }) => permission !== 'any')
  const refused = guarded.filter(
    ({ permission }) => !(builtInRoles.viewer as Permission[]).includes(permission as Permission),
  )

  it.each(refused)('$name refuses a caller without it', async (operation) => {
    const { status, body } = await ask('viewer', operation)
    expect([status, body?.code]).toEqual([403, 'insufficient_permissions'])
    expect(body.detail).toContain(`${operation.permission} `)
  })

  it.each(operations)('$name accepts a caller with it', async (operation) => {
    const { body } = await ask('owner', operation)
    expect(body?.code).not.toBe('insufficient_permissions')
    const mayRead = operation.permission === 'any' || !refused.includes(operation)
    if (mayRead) expect((await ask('viewer', operation)).body?.code).not.toBe('insufficient_permissions')
  })
})
