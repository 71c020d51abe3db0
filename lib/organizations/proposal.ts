// What a person's first organization is probably called, by the domain of their address, and whether a slug is free.
import { authorizeUser } from '@/lib/db/authorize'
import type { PersonSession, UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { z } from 'zod'
import { consume } from '@/lib/requests/rate-limits'
import { nameOfCompany } from './company-name'
import { freeHue } from './hues'
import { listMyOrganizations } from './queries'
import { isReservedSlug, proposeSlug, slugSchema } from './slugs'

export type Proposal = { name: string; slug: string; hue: number }

/**
 * For a first organization, a name and a slug by the domain of the person's address, if it is a company's; the slug is empty if it is
 * taken. For every new one a color that their others do not have.
 */
export async function proposeOrganization(person: PersonSession): Promise<Proposal> {
  const { user } = person
  const others = await listMyOrganizations(person)
  const hue = freeHue(others.map((other) => other.hue)) ?? 0
  const name = user.emailVerified && others.length === 0 ? nameOfCompany(user.email) : undefined
  if (!name) return { name: '', slug: '', hue }
  const slug = proposeSlug(name)
  return { name, slug: (await isTaken(slug)) ? '' : slug, hue }
}

export const checkSlugSchema = z.object({ slug: z.string().max(100).default('').meta({ example: 'acme' }) })

export const slugStateJsonSchema = z.object({
  state: z.enum(['free', 'taken', 'reserved', 'invalid']).meta({ example: 'free' }),
})

type SlugState = z.infer<typeof slugStateJsonSchema>['state']

/** For a person who is typing one. Throws unauthenticated, rate_limited. */
export async function checkSlug(ctx: UserContext, slug: string): Promise<SlugState> {
  await authorizeUser(ctx)
  await consume('slug_checks_by_person', ctx.userId)
  if (!slugSchema.safeParse(slug).success) return 'invalid'
  if (isReservedSlug(slug)) return 'reserved'
  return (await isTaken(slug)) ? 'taken' : 'free'
}

const isTaken = async (slug: string): Promise<boolean> => {
  const [row] = await withIdentity((db) => db.$queryRaw<{ taken: boolean }[]>`select is_slug_taken(${slug}) as taken`)
  return row!.taken
}
