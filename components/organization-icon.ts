// The icon of a browser tab: the organization's tile, because with many tabs open only the icon is visible.
import { orgHue } from '@/components/ui/avatar'

/** The colors of [data-org-hue] in app/styles/theme.css, by hue: an icon cannot use a stylesheet. */
export const organizationColors = [
  'oklch(0.53 0.17 258)',
  'oklch(0.54 0.17 36)',
  'oklch(0.5 0.105 160)',
  'oklch(0.5 0.19 305)',
  'oklch(0.53 0.115 75)',
  'oklch(0.5 0.09 215)',
  'oklch(0.53 0.19 352)',
  'oklch(0.46 0.045 255)',
] as const

/** Out: a data URL, which the content security policy allows for images. */
export function organizationIcon({ id, name, hue }: { id: string; name: string; hue?: number | null }): string {
  const letter = [...name][0] ?? '?'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="9" fill="${organizationColors[orgHue(id, hue)]}"/>
<text x="16" y="22.5" fill="#fff" font-family="system-ui,sans-serif" font-size="19" font-weight="700" text-anchor="middle">&#${letter.toUpperCase().codePointAt(0)};</text>
</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
