// How a page finds out who looks at it, and what it does with its address. Every page asks for itself, since layouts do not run
// again on navigation; `cache` makes the repeats within one request free.
import { notFound, redirect } from 'next/navigation'
import { AppError } from '@/lib/errors'
import { openSession, sessionCookie } from '@/lib/auth/session-cookie'
import type { MemberContext, MemberSession, PersonSession, UserContext } from '@/lib/db/session'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { enterOrg, authorizeUser, switchOrg } from '@/lib/db/authorize'
import { markFresh } from '@/lib/db/with-org'
import { noteVisit } from '@/lib/audit/visits'
import { readViewAs } from '@/lib/auth/view-as'
import { isRoleOf } from '@/lib/permissions/roles'
import { pagePathHeader } from '@/lib/requests/trust'

export type { MemberSession }

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** The parameters that occur once; a repeated one, and one that is not text, count as absent. */
export async function readParams(searchParams: SearchParams): Promise<Record<string, string | undefined>> {
  const entries = Object.entries(await searchParams)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => isText(entry[1])))
}

// Postgres holds neither NUL nor half a character.
const isText = (value: unknown) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0')

/** In: a path, and what stands behind `?`. Out: the address; a parameter that is empty or undefined is left out. */
export function hrefOf(path: string, params: Record<string, string | undefined>): string {
  const said = Object.entries(params).filter((entry): entry is [string, string] => !!entry[1])
  return said.length > 0 ? `${path}?${new URLSearchParams(said)}` : path
}

/** The address of the page that is asked for, from its first page on: without its cursor. */
export async function firstPageHref(): Promise<string> {
  const { pathname, searchParams } = new URL((await headers()).get(pagePathHeader) ?? '/', 'http://page')
  searchParams.delete('cursor')
  return hrefOf(pathname, Object.fromEntries(searchParams))
}

export const currentContext = cache(async (): Promise<UserContext | null> => {
  return openSession((await cookies()).get(sessionCookie().name)?.value)
})

/** The signed-in person, or null. */
export const findUser = cache(async (): Promise<PersonSession | null> => {
  const ctx = await currentContext()
  if (!ctx) return null
  try {
    return await authorizeUser(ctx)
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') return null
    throw error
  }
})

/** The signed-in person; a visitor is sent to sign-in and comes back to `returnTo`. */
export async function requireUser(returnTo: string): Promise<PersonSession> {
  return (await findUser()) ?? redirect(signInPath(returnTo))
}

/** The member in the organization of the page's URL; to anybody else the page does not exist. */
export async function requireOrg(params: Promise<{ slug: string }>): Promise<MemberSession> {
  return enterBySlug((await params).slug)
}

export const enterBySlug = cache(async (slug: string): Promise<MemberSession> => {
  const ctx = await currentContext()
  if (!ctx) redirect(signInPath(`/o/${slug}`))
  try {
    // The page that somebody of ours looks at is the session's active organization; one that another site's link opens, or
    // a browser fetches in advance, is not: nobody else may choose where a program with this cookie writes next.
    const isVisit = await isOwnVisit()
    const session = await enterViewing(isVisit ? switchOrg : enterOrg, { ...ctx, organization: slug, tokenId: null })
    if (session.byFormerSlug && !(await isAnswer())) await redirectToCurrentSlug(session.org.slug)
    if (isVisit) await noteVisit(session)
    return markFresh(session)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'unauthenticated') redirect(signInPath(`/o/${slug}`))
    if (error.code === 'not_found') notFound()
    throw error
  }
})

// As the role that they look as; as their own where that one is gone.

export async function enterViewing(enter: (ctx: MemberContext) => Promise<MemberSession>, ctx: MemberContext) {
  const viewAs = await readViewAs(ctx.sessionId)
  const session = await enter({ ...ctx, viewAs })
  return viewAs && !isRoleOf(session, viewAs) ? enterOrg(ctx) : session
}

// The old links of a renamed organization lead its members on. Not for good: it may take the slug back.

export async function redirectToCurrentSlug(slug: string): Promise<never> {
  const rest = (await headers()).get(pagePathHeader)?.split('/').slice(3) ?? []
  redirect(['', 'o', slug, ...rest].join('/'))
}

// The answer to a form is shown where the form stands, with what was typed; its next page has the new address.

export const isAnswer = async (): Promise<boolean> =>
  (await headers()).get('content-type')?.startsWith('multipart/form-data') ?? false
export async function isOwnVisit(): Promise<boolean> {
  const sent = await headers()
  return ['same-origin', 'none', null].includes(sent.get('sec-fetch-site')) && !sent.has('sec-purpose')
}

export const signInPath = (returnTo: string): string => `/sign-in?callbackUrl=${encodeURIComponent(returnTo)}`
