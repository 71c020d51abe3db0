import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { organizationColors, organizationIcon } from './organization-icon'

describe('the icon of an organization', () => {
  it('has the colors of the stylesheet', () => {
    const css = fs.readFileSync('app/styles/theme.css', 'utf8')
    const colors = [...css.matchAll(/\[data-org-hue='(\d)'\] \{\s*--org: (.*?);/g)].map(([, , color]) => color)
    expect(organizationColors).toEqual(colors)
  })

  it('escapes the name in its markup', () => {
    const svg = decodeURIComponent(organizationIcon({ id: 'org_1', name: '<script>' }))
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&#60;')
  })
})
