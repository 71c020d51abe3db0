// What a page may weigh. These numbers are exact; how fast pages are is measured by `npm run bench`.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { pathsIn } from './inventory'

const kB = 1024

/** The HTML of a page with its payload, and the number of its elements. */
async function weigh(page: Page, path: string): Promise<{ bytes: number; nodes: number }> {
  const response = await page.request.get(path)
  expect(response.status(), path).toBe(200)
  const html = await response.text()
  const nodes = html.replace(/<script\b[^]*?<\/script>/g, '').match(/<[a-z]/g)?.length ?? 0
  return { bytes: Buffer.byteLength(html), nodes }
}

test('every page of an organization has at most 120 kB of HTML', async ({ page, signIn, baseURL }) => {
  test.slow()
  await signIn('olga')
  for (const path of await pathsIn(page.request, baseURL!, 'acme')) {
    const { bytes } = await weigh(page, path)
    expect(bytes, path).toBeLessThanOrEqual(120 * kB)
  }
})

test('every page outside an organization has at most 120 kB of HTML', async ({ page, signIn }) => {
  const paths = ['/', '/sign-in', '/sign-up', '/docs/api', '/docs/api/createRole']
  for (const path of paths) expect((await weigh(page, path)).bytes, path).toBeLessThanOrEqual(120 * kB)
  await signIn('jane')
  for (const path of ['/organizations', '/organizations/new'])
    expect((await weigh(page, path)).bytes, path).toBeLessThanOrEqual(120 * kB)
})

test('fifty of 10,000 members have at most 90 kB of HTML and 18 elements each', async ({ page, signIn }) => {
  await signIn('olga')
  const { bytes, nodes } = await weigh(page, '/o/umbrella/members')
  expect(bytes).toBeLessThanOrEqual(90 * kB)
  expect(nodes).toBeLessThanOrEqual(160 + 50 * 18)
})
