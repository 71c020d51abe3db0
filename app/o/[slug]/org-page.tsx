// The only way to a page of an organization, as orgAction is to its actions and orgRoute to its API: it authorizes, refuses with
// the right page, reads the address, loads, and translates errors. Nothing is loaded before the permission is known. It stands
// in app/, since what it shows when it refuses is a page of ours.
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { firstPageHref, readParams, requireOrg, type MemberSession, type SearchParams } from '@/lib/pages'
import type { Permission } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import { AccessDenied } from './access-denied'

type Params = Record<string, string>

/** What a page is rendered from. `home`: the address of the organization, /o/{slug}. */
export type PageCall<Search> = { session: MemberSession; home: string; params: Params; search: Search }

type Options<Search, Data> = {
  /** What it takes to see the page; 'any' is every member. */
  permission: Permission | 'any'
  /** Of the tab. One that is made of what was loaded stands behind `load`, so that TypeScript knows the type. */
  title: string | ((data: Data, session: MemberSession) => string)
  /** Of the address behind `?`. It must accept an empty object; what it does not accept counts as not there. */
  search?: z.ZodType<Search>
  /** What the page shows, read once for its title and its content. not_found is the 404 page. */
  load?: (call: PageCall<Search>) => Promise<Data>
  /** Stands above the page, also where it is refused. */
  notice?: (session: MemberSession) => ReactNode
  /** The way on for those whom the page refuses, as [path below home, label]; null for none. */
  back?: readonly [path: string, label: string] | null
}

// A page that is named after its record says nothing of the record to those whom it refuses.
const noAccess = 'No access'

type PageProps = { params: Promise<Params>; searchParams: SearchParams }

/**
 * Describes a page below /o/[slug]. Out: the component for `export default`, which carries `generateMetadata` to be exported
 * beside it. A cursor that is cut short, or of another organization, leads to the first page of its list.
 */
export function orgPage<Search = Record<never, never>, Data = undefined>(
  options: Options<Search, Data>,
  render: (call: PageCall<Search> & { data: Data }) => ReactNode | Promise<ReactNode>,
) {
  const { permission, title, search: schema, load, notice, back = ['', 'Overview'] } = options

  // By text: what Next hands in is another object for the title than for the page.
  const loadOnce = cache(async (params: string, search: string): Promise<Data> => {
    const call = await toCall(JSON.parse(params) as Params, JSON.parse(search) as Params)
    return (await load?.(call)) as Data
  })

  async function toCall(params: Params, typed: Params): Promise<PageCall<Search>> {
    const session = await requireOrg(Promise.resolve({ slug: params.slug! }))
    const read = schema?.safeParse(typed)
    return {
      session,
      home: `/o/${session.org.slug}`,
      params,
      search: (read?.success ? read.data : (schema?.parse({}) ?? {})) as Search,
    }
  }

  async function open({ params, searchParams }: PageProps) {
    const [place, typed] = [await params, await readParams(searchParams)]
    const call = await toCall(place, typed as Params)
    const isAllowed = permission === 'any' || can(call.session, permission)
    const read = () => loadOnce(JSON.stringify(place), JSON.stringify(typed))
    return { call, typed, isAllowed, read }
  }

  async function Page(props: PageProps) {
    const { call, typed, isAllowed, read } = await open(props)
    const above = notice?.(call.session)
    const denied = (missing: Permission) => (
      <>
        {above}
        <AccessDenied
          session={call.session}
          permission={missing}
          title={typeof title === 'string' ? title : noAccess}
          back={back}
        />
      </>
    )
    if (!isAllowed) return denied(permission as Permission)
    try {
      const content = await render({ ...call, data: await read() })
      return (
        <>
          {above}
          {content}
        </>
      )
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'not_found') notFound()
      // Their role was changed while the page was made.
      if (error.code === 'insufficient_permissions' && permission !== 'any') return denied(permission)
      if (error.code === 'validation_failed' && typed.cursor) redirect(await firstPageHref())
      throw error
    }
  }

  async function generateMetadata(props: PageProps): Promise<Metadata> {
    if (typeof title === 'string') return { title }
    const { call, isAllowed, read } = await open(props)
    if (!isAllowed) return { title: noAccess }
    try {
      return { title: title(await read(), call.session) }
    } catch (error) {
      // The page itself says what is wrong.
      if (error instanceof AppError) return {}
      throw error
    }
  }

  return Object.assign(Page, { generateMetadata })
}
