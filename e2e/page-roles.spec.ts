// Every page of an organization with every role. The pages are found on the disk, so that new ones are included.
import fs from 'node:fs'
import type { APIRequestContext } from '@playwright/test'
import { builtInRoleKeys, permissionsOf } from '../lib/permissions/roles'
import { organizationPages } from './inventory'
import { linkIn } from './invitation-links'
import { expect, test, unique } from './fixtures'

type Page = { path: string; permission: string }

const pages: Page[] = organizationPages.map((path) => ({
  path,
  permission: /\bpermission: '([\w:]+)'/.exec(fs.readFileSync(`app/o/[slug]${path}/page.tsx`, 'utf8'))?.[1] ?? 'none',
}))

type Api = { create: (path: string, data: object) => Promise<{ id: string }>; first: (path: string) => Promise<string> }

/** How to get the id of a record for each dynamic segment. */
const records: Record<string, (api: Api) => Promise<string>> = {
  '/invitations/[id]': async ({ create }) =>
    (await create('/api/v1/invitations', { email: `${unique('invited')}@example.com`, role: 'viewer' })).id,
  '/members/[id]': ({ first }) => first('/api/v1/members'),
  '/projects/[id]': async ({ create }) => (await create('/api/v1/projects', { name: 'Looked at by every role' })).id,
  '/settings/api-keys/[id]': async ({ create }) =>
    (await create('/api/v1/api-keys', { name: 'Looked at by every role', permissions: ['org:read'] })).id,
  '/settings/audit-log/events/[id]': ({ first }) => first('/api/v1/audit-events'),
  '/settings/roles/[id]': async ({ create }) =>
    (await create('/api/v1/roles', { name: 'Reader', permissions: ['org:read'] })).id,
}

const recordIn = ({ path }: Page) => /^.*\[\w+\]/.exec(path)?.[0]

const noPermission = 'no_permission'

// What the pages show to a role, by path: their content, or that it has no access.
const expected = (role: string, found: string) =>
  Object.fromEntries(
    pages.map(({ path, permission }) => {
      const isAllowed = permission === 'any' || permissionsOf(role).some((held) => held === permission)
      return [path, isAllowed ? (recordIn({ path, permission }) ? found : '200 content') : '200 no access']
    }),
  )

async function look(request: APIRequestContext, address: string): Promise<string> {
  const response = await request.get(address)
  const html = await response.text()
  if (response.status() !== 200) return String(response.status())
  if (html.includes('You don’t have access to this page')) return '200 no access'
  return html.includes('<h1') ? '200 content' : '200 without a heading'
}

for (const role of [...builtInRoleKeys, noPermission])
  test(`every page shows the role ${role} its content, or that it has no access`, async ({
    browser,
    context,
    baseURL,
    newestMail,
    signInAsNewcomer,
  }) => {
    test.slow()
    const headers = { origin: baseURL! }
    const create = async (api: string, data: object) => {
      const response = await context.request.post(api, { headers, data })
      expect(response.status(), api).toBe(201)
      return response.json()
    }
    const first = async (path: string) => {
      const { data } = await (await context.request.get(path)).json()
      return data[0].id ?? data[0].user_id
    }
    await signInAsNewcomer('Owner')
    const slug = unique('page-roles')
    await create('/api/organizations', { name: 'Every role', slug })
    await create('/api/v1/roles', { name: 'No permission', key: noPermission, permissions: [] })
    const ids: Record<string, string> = {}
    for (const prefix of new Set(pages.flatMap((page) => recordIn(page) ?? []))) {
      expect(records, `add what ${prefix} shows to this file`).toHaveProperty([prefix])
      ids[prefix] = await records[prefix]!({ create, first })
    }

    const theirs = await browser.newContext()
    const { email } = await signInAsNewcomer('Member', theirs)
    await create('/api/v1/invitations', { email, role })
    const accepted = await theirs.request.post(`/api${linkIn(await newestMail(email))}/accept`, { headers })
    expect(accepted.status()).toBe(200)

    const walk = async (idOf: (prefix: string) => string) => {
      const shown: Record<string, string> = {}
      for (const page of pages) {
        const address = page.path.replace(/^.*\[\w+\]/, (prefix) => prefix.replace(/\[\w+\]/, idOf(prefix)))
        shown[page.path] = await look(theirs.request, `/o/${slug}${address}`)
      }
      return shown
    }
    expect(await walk((prefix) => ids[prefix]!)).toEqual(expected(role, '200 content'))
    expect(await walk(() => 'nothing')).toEqual(expected(role, '404'))
    await theirs.close()
  })
