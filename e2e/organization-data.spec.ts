// An organization's logo, visible to everyone who sees its name, and its export, for members who manage it.
import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { unzip } from '../lib/testing/archives'
import { hostile, png } from '../lib/testing/pictures'
import { expect, test, unique } from './fixtures'

async function found(page: Page): Promise<string> {
  const slug = unique('data').toLowerCase()
  await page.goto('/organizations/new')
  await page.getByLabel('Organization name').fill(`Data ${slug}`)
  await page.getByLabel('Slug').fill(slug)
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page).toHaveURL(`/o/${slug}`)
  return slug
}

const choose = async (page: Page, buffer: Buffer, mimeType = 'image/png') =>
  page.getByLabel('Picture').setInputFiles({ name: 'logo.png', mimeType, buffer })
const noProblems = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
const logoIn = (page: Page, place: 'banner' | 'main') => page.getByRole(place).locator('img[src^="/api/logos/"]')
const shown = async (page: Page) =>
  logoIn(page, 'banner')
    .first()
    .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))

test('a logo is previewed, saved, shown and removed', async ({ page, signInAsNewcomer, browser }) => {
  await signInAsNewcomer('Nadia Founder')
  const slug = await found(page)
  await page.goto(`/o/${slug}/settings`)
  await choose(page, hostile.SVG!, 'image/svg+xml')
  await expect(page.getByText('This is not a PNG, JPEG or WebP picture.')).toBeVisible()
  await noProblems(page)
  await choose(page, await png({ width: 900, height: 900 }))
  await expect(page.getByRole('img', { name: 'Preview' })).toBeVisible()
  await page.getByRole('button', { name: 'Save logo' }).click()
  await expect(page).toHaveURL(`/o/${slug}/settings`)
  await expect(page.getByText('Logo saved.')).toBeVisible()
  expect(await shown(page)).toBe(256)
  await noProblems(page)
  await page.goto('/organizations')
  await expect(page.getByRole('listitem').filter({ hasText: slug }).locator('img')).toBeVisible()

  const url = await page
    .getByRole('listitem')
    .filter({ hasText: slug })
    .locator('img')
    .evaluate((image: HTMLImageElement) => image.src)
  const stranger = await browser.newContext()
  const answer = await stranger.request.get(url)
  expect(answer.headers()).toMatchObject({
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': expect.stringContaining('immutable'),
  })
  await page.goto(`/o/${slug}/settings`)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove logo' }).click()
  await expect(page.getByText('Logo removed.')).toBeVisible()
  await expect(logoIn(page, 'banner')).toHaveCount(0)
  expect((await stranger.request.get(url)).status()).toBe(404)
  await stranger.close()
})

test('A234 A271 a logo can be uploaded without a script, but not with more than 2 MB', async ({
  browser,
  baseURL,
  signInAsNewcomer,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark', baseURL: baseURL! })
  await signInAsNewcomer('Nadia Founder', context)
  const page = await context.newPage()
  await page.setViewportSize({ width: 360, height: 740 })
  const slug = await found(page)
  await page.goto(`/o/${slug}/settings`)
  const save = () => page.getByRole('button', { name: /(Save|Replace) logo/ }).click()
  await choose(page, hostile['SVG behind a prolog']!)
  await save()
  await expect(page.getByRole('alert').filter({ hasText: 'This is not a PNG, JPEG or WebP picture.' })).toBeVisible()
  await choose(page, Buffer.concat([await png(), Buffer.alloc(5_000_000)]))
  await save()
  await expect(page.getByText('This picture is larger than 2 MB.')).toBeVisible()
  await choose(page, Buffer.concat([await png(), Buffer.alloc(1_900_000)]))
  await save()
  await expect(page).toHaveURL(`/o/${slug}/settings`)
  await expect(logoIn(page, 'main')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  // Every other form and call keeps its smaller limit.
  const headers = { origin: baseURL!, 'content-type': 'image/png' }
  const large = Buffer.alloc(70_000)
  const statuses = [`/o/${slug}/settings`, `/o/${slug}/settings/logo/x`].map(async (path) =>
    (await context.request.post(path, { headers, data: large })).status(),
  )
  expect(await Promise.all(statuses)).toEqual([413, 413])
  expect((await context.request.post('/api/v1/roles', { headers, data: large })).status()).toBe(413)
  const put = (data: Buffer) => context.request.put('/api/v1/organization/logo', { headers, data })
  expect((await put(Buffer.concat([await png(), Buffer.alloc(1_900_000)]))).status()).toBe(200)
  expect((await put(Buffer.concat([await png(), Buffer.alloc(2_100_000)]))).status()).toBe(413)
  await context.close()
})

test('A348 an export contains all data of an organization in one file', async ({ page, signInAsNewcomer }) => {
  await signInAsNewcomer('Nadia Founder')
  const slug = await found(page)
  await page.goto(`/o/${slug}/settings`)
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export all data' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${slug}-.*\\.zip$`))
  const files = unzip(readFileSync(await file.path()))
  expect(JSON.parse(files['manifest.json']!).organization.slug).toBe(slug)
  expect(JSON.parse(files['audit_events.json']!).map(({ action }: { action: string }) => action)).toEqual([
    'organization.created',
    'session.entered',
    'organization.exported',
  ])
  await noProblems(page)
  await page.goto(`/o/${slug}/settings/audit-log`)
  await expect(page.getByText(/exported the organization/)).toBeVisible()
})
