// The rules for slugs. A slug that is one of our own paths, or looks like one, could impersonate us.
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { toSlugText } from './slug-text'

/** How many days a former slug stays reserved for its organization. The trigger reserve_former_slug enforces it. */
export const slugKeptDays = 90

const maxLength = 48
const minLength = 2

const reserved = new Set(
  `about abuse account accounts admin administrator api app apps assets auth billing blog callback cdn contact dashboard demo
  dev docs download email error faq favicon forgot-password health help home host hostmaster icon image images info
  invitation invitations invite jobs legal login logout mail me member members new news next null o oauth official ops org
  organization organizations owner pages password payment postmaster pricing privacy profile public ready
  register reset-password robots root sales script security session settings sign-in sign-out sign-up signin signout signup
  sitemap staff static status support system team teams terms test token undefined user users verify-email webhook
  webhooks webmaster well-known www`.split(/\s+/),
)

// Characters that look alike: digits for letters, doubled strokes, hyphens.
const lookalike: Record<string, string> = { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', i: 'l' }
const skeleton = (slug: string): string =>
  slug
    .replaceAll('-', '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[0134578i]/g, (character) => lookalike[character]!)
const reservedSkeletons = new Set([...reserved].map(skeleton))

export const slugSchema = z
  .string()
  .min(minLength, `Use at least ${minLength} characters.`)
  .max(maxLength, `Use at most ${maxLength} characters.`)
  .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'Use small letters, digits and single hyphens between them.')
  .meta({ example: 'acme' })

/** True for a slug that is one of our words, looks like one, or is encoded in a foreign script. */
export const isReservedSlug = (slug: string): boolean =>
  slug.startsWith('xn-') || reserved.has(slug) || reservedSkeletons.has(skeleton(slug))

/** Throws slug_reserved for a reserved slug. */
export function assertFreeToUse(slug: string): void {
  if (!isReservedSlug(slug)) return
  const message = 'This slug is reserved. Choose another.'
  throw new AppError('slug_reserved', { errors: [{ path: 'slug', message }] })
}

/** In: an organization's name. Out: a slug, which may already be taken. */
export function proposeSlug(name: string): string {
  const slug = toSlugText(name, maxLength - 6)
  if (slug.length < minLength) return `org-${slug || randomSuffix()}`
  return isReservedSlug(slug) ? `${slug}-hq` : slug
}

export const randomSuffix = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => (byte % 36).toString(36)).join('')
