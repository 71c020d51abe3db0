// Authentication of pages, and their URLs. Every page authenticates itself, because layouts do not run again on
// navigation; `cache` makes repeated calls within one request free.
import { notFound, redirect } from 'next/navigation'
import { AppError } from '@/lib/errors'
import { openSession, sessionCookie } from '@/lib/auth/session-cookie'
import type { MemberContext, MemberSession, PersonSession, UserContext } from '@/lib/db/session'
import { cookies, headers } from 'next/headers'
import { cache, type ReactNode } from 'react'
import { noteMissing } from '@/lib/db/answering'
import { authorizeOrg, authorizeUser, activateOrg } from '@/lib/db/authorize'
import { accessReportHeader } from '@/lib/access-report/schema'
import { markFresh } from '@/lib/db/with-org'
import { recordVisit } from '@/lib/audit/visits'
import { findRestorable, type DeletedOrganization } from '@/lib/organizations/deletion'
import { readViewAs } from '@/lib/auth/view-as'
import { isRoleOf } from '@/lib/permissions/roles'
import { originOf, pagePathHeader } from '@/lib/requests/trust'

export type { MemberSession, PersonSession }

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** The search parameters that occur once and are valid text; others count as absent. */
export async function readParams(searchParams: SearchParams): Promise<Record<string, string | undefined>> {
  const entries = Object.entries(await searchParams)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => isText(entry[1])))
}

// Postgres can store neither NUL nor lone surrogates.
const isText = (value: unknown) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0')

/** In: a path and its search parameters. Out: the URL without empty or undefined parameters. */
export function hrefOf(path: string, params: Record<string, string | undefined>): string {
  const said = Object.entries(params).filter((entry): entry is [string, string] => !!entry[1])
  return said.length > 0 ? `${path}?${new URLSearchParams(said)}` : path
}

/** The URL of the requested page without its cursor, which is the first page of its list. */
export async function firstPageHref(): Promise<string> {
  const { pathname, searchParams } = new URL((await headers()).get(pagePathHeader) ?? '/', 'http://page')
  searchParams.delete('cursor')
  return hrefOf(pathname, Object.fromEntries(searchParams))
}

/** For the error of a list's query: a cursor of another list begins with the first page. Throws any other error. */
export async function restart(error: unknown): Promise<never> {
  if (error instanceof AppError && error.code === 'validation_failed') redirect(await firstPageHref())
  throw error
}

/** The user and session of the request's cookie, not yet checked; null without one. */
export const currentContext = cache(async (): Promise<UserContext | null> => {
  return openSession((await cookies()).get(sessionCookie().name)?.value)
})

// Set when a page authenticates itself, which comes before anything that it shows.
const viewer = cache(() => ({ timeZone: 'UTC', locale: 'en-US' }))

/** The time zone of the person who sees the page; UTC for a visitor. */
export const viewerTimeZone = (): string => viewer().timeZone

/** Their language and region, in whose way dates and numbers are written; en-US for a visitor. */
export const viewerLocale = (): string => viewer().locale

const isSeenBy = ({ user: { timeZone, locale } }: Pick<PersonSession, 'user'>): void =>
  void Object.assign(viewer(), { timeZone, locale })

/** The signed-in person, or null. */
export const findUser = cache(async (): Promise<PersonSession | null> => {
  const ctx = await currentContext()
  if (!ctx) return null
  try {
    const person = await authorizeUser(ctx)
    isSeenBy(person)
    return person
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') return null
    throw error
  }
})

/** The signed-in person; redirects a visitor to sign in and then to return to `returnTo`. */
export async function requireUser(returnTo: string): Promise<PersonSession> {
  return (await findUser()) ?? redirect((await currentContext()) ? endedPath(returnTo) : signInPath(returnTo))
}

/**
 * In: what is shown instead of a page that does not exist, or not for this person. Answers 404. Next's notFound() would leave the page
 * empty without JavaScript, and is used only where the server of production is not in front, as in development.
 */
export const missing = (screen: ReactNode): ReactNode => (noteMissing() ? screen : notFound())

/** The same for what one person is shown. Answers 200 where the server of production is not in front. */
export function missingFor(screen: ReactNode): ReactNode {
  noteMissing()
  return screen
}

export const missingTitle = 'Page not found'

/**
 * The member in the organization of the page's URL, authorized once per request; null for anyone else, for whom the page does not
 * exist. Redirects visitors to sign in, and former slugs to the current one.
 */
export const findOrg = cache(async (slug: string): Promise<MemberSession | null> => {
  const ctx = await currentContext()
  if (!ctx) redirect(signInPath(`/o/${slug}`))
  try {
    // Only a visit from our own pages or the address bar makes the organization the session's active one: a link on
    // another site, or a prefetch, must not choose where a program with this cookie writes next.
    const isVisit = await isOwnVisit()
    const session = await authorizeViewing(isVisit ? activateOrg : authorizeOrg, {
      ...ctx,
      organization: slug,
      tokenId: null,
      origin: originOf(await headers()),
    })
    isSeenBy(session)
    if (session.byFormerSlug && !(await isAnswer())) await redirectToCurrentSlug(session.org.slug)
    if (isVisit) await recordVisit(session)
    return markFresh(session)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'unauthenticated') redirect(endedPath(`/o/${slug}`))
    if (error.code === 'not_found') return null
    if (error.code === 'second_factor_required') redirect(await setUpPath())
    throw error
  }
})

/** The deleted organization of the page's URL, for a person who can restore it. Asked only if `findOrg` finds none. */
export const findDeletedOrg = cache(async (slug: string): Promise<DeletedOrganization | null> => {
  const ctx = await currentContext()
  return ctx && findRestorable(ctx, slug)
})

// Where a second factor is set up, and the page that asks for it, to come back to.
const setUpPath = async (): Promise<string> =>
  hrefOf('/account/security', { callbackUrl: (await headers()).get(pagePathHeader) ?? undefined })

// Authorizes as the role of viewAs, or as their own role if that role no longer exists.
async function authorizeViewing(authorize: (ctx: MemberContext) => Promise<MemberSession>, ctx: MemberContext) {
  const viewAs = await readViewAs(ctx.sessionId)
  const session = await authorize({ ...ctx, viewAs })
  return viewAs && !isRoleOf(session, viewAs) ? authorizeOrg(ctx) : session
}

// Redirects from a former slug. Temporarily, because the organization may take the slug back.
async function redirectToCurrentSlug(slug: string): Promise<never> {
  const rest = (await headers()).get(pagePathHeader)?.split('/').slice(3) ?? []
  redirect(['', 'o', slug, ...rest].join('/'))
}

/** Whether the request is a form's, whose answer must be rendered where the form is, with what was typed, and not redirect. */
export const isAnswer = async (): Promise<boolean> =>
  (await headers()).get('content-type')?.startsWith('multipart/form-data') ?? false

/** Whether the request is a person's visit from our own pages or the address bar, and not a prefetch. */
async function isOwnVisit(): Promise<boolean> {
  const sent = await headers()
  const isOwn = ['same-origin', 'none', null].includes(sent.get('sec-fetch-site'))
  return isOwn && !sent.has('sec-purpose') && !sent.has(accessReportHeader)
}

/** Whether the request asks for the access report of a page instead of the page. */
export const asksForAccessReport = async (): Promise<boolean> => (await headers()).has(accessReportHeader)

const signInPath = (returnTo: string): string => hrefOf('/sign-in', { callbackUrl: returnTo })

// For a browser whose session has ended: the page says so.
const endedPath = (returnTo: string): string => hrefOf('/sign-in', { callbackUrl: returnTo, notice: 'ended' })
