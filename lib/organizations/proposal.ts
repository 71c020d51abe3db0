// What a person's first organization is probably called, by the domain of their address, and whether a slug is free.
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { z } from 'zod'
import { consume } from '@/lib/requests/rate-limits'
import { nameOfCompany } from './company-name'
import { listMyOrganizations } from './queries'
import { isReservedSlug, proposeSlug, slugSchema } from './slugs'

export type Proposal = { name: string; slug: string }

/** Nothing for a person who has an organization, or whose address is not a company's. The slug is empty if it is taken. */
export async function proposeOrganization(ctx: UserContext): Promise<Proposal | undefined> {
  const { user } = await authorizeUser(ctx)
  const name = user.emailVerified ? nameOfCompany(user.email) : undefined
  if (!name || (await listMyOrganizations(ctx)).length > 0) return undefined
  const slug = proposeSlug(name)
  return { name, slug: (await isTaken(slug)) ? '' : slug }
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
