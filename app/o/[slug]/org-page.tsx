// Every page of an organization is made by orgPage, as its actions are by orgAction and its API routes by orgRoute. It authorizes,
// shows the right page when access is denied, parses the search params, loads the data, and translates errors. Nothing is loaded
// before the permission is checked. It is in app/ and not in lib/, because it renders pages.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import {
  asksForAccessReport,
  findDeletedOrg,
  findOrg,
  firstPageHref,
  missing,
  missingTitle,
  readParams,
  type MemberSession,
  type SearchParams,
} from '@/lib/pages'
import type { Permission } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import { AccessDenied } from './access-denied'
import { AccessReport } from './access-report'
import { NotFoundInOrganization } from './not-found-screen'

type Params = Record<string, string>

/** The input of `load` and `render`. `home`: the path of the organization, /o/{slug}. */
export type PageCall<Search> = { session: MemberSession; home: string; params: Params; search: Search }

export type OrgPageOptions<Search, Data> = {
  /** The permission to see the page; 'any' means every member. */
  permission: Permission | 'any'
  /** The title of the tab. A function must come after `load` in the object, so that TypeScript can infer its type. */
  title: string | ((data: Data, session: MemberSession) => string)
  /** The schema of the search params. It must accept an empty object, which is used if the actual ones are invalid. */
  search?: z.ZodType<Search>
  /** Loads the data, once for the title and the content. The error not_found answers 404. */
  load?: (call: PageCall<Search>) => Promise<Data>
  /** Shown above the page, also when access is denied. */
  notice?: (session: MemberSession) => ReactNode
  /** The link that is shown when access is denied, as [path below home, label]; null for none. */
  back?: readonly [path: string, label: string] | null
  /** Shown when access is denied, instead of the title and the link back. */
  header?: (session: MemberSession) => ReactNode
  /** Surrounds the explanation when access is denied. */
  frame?: (denied: ReactNode) => ReactNode
  /** Shown when there is no such record. */
  notFound?: ReactNode
}

// Replaces a title that contains the name of a record when access is denied.
const noAccess = 'No access'

type PageProps = { params: Promise<Params>; searchParams: SearchParams }

/**
 * Defines a page below /o/[slug]. Out: the component for `export default`, with `generateMetadata` as a property that the page
 * must export, too. An invalid cursor, or one of another organization, redirects to the first page of the list.
 */
export function orgPage<Search = Record<never, never>, Data = undefined>(
  options: OrgPageOptions<Search, Data>,
  render: (call: PageCall<Search> & { data: Data }) => ReactNode | Promise<ReactNode>,
) {
  const { permission, title, search: schema, load, notice, back = ['', 'Overview'], header, frame } = options
  const { notFound = <NotFoundInOrganization /> } = options

  // The arguments are text, because Next passes different objects to the title and to the page, and cache() compares identity.
  const loadOnce = cache(async (params: string, search: string): Promise<Data> => {
    const call = await toCall(JSON.parse(params) as Params, JSON.parse(search) as Params)
    return (await load?.(call)) as Data
  })

  async function toCall(params: Params, typed: Params): Promise<PageCall<Search>> {
    const session = await findOrg(params.slug!)
    if (!session) throw new AppError('not_found')
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
    try {
      return await answer(props)
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return missing(notFound)
      throw error
    }
  }

  async function answer(props: PageProps) {
    const { call, typed, isAllowed, read } = await open(props)
    if (await asksForAccessReport())
      return (
        <AccessReport
          session={call.session}
          permission={permission}
          read={async () => isAllowed && (await render({ ...call, data: await read() }))}
        />
      )
    const above = notice?.(call.session)
    const denied = (missing: Permission) => {
      const explained = (
        <AccessDenied
          session={call.session}
          permission={missing}
          title={typeof title === 'string' ? title : noAccess}
          back={back}
          header={header?.(call.session)}
        />
      )
      return (
        <>
          {above}
          {frame ? frame(explained) : explained}
        </>
      )
    }
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
      // The role was changed while the page was rendered.
      if (error.code === 'insufficient_permissions' && permission !== 'any') return denied(permission)
      if (error.code === 'validation_failed' && typed.cursor !== undefined) redirect(await firstPageHref())
      throw error
    }
  }

  async function generateMetadata(props: PageProps): Promise<Metadata> {
    const slug = (await props.params).slug!
    if (!(await findOrg(slug))) return { title: (await findDeletedOrg(slug)) ? 'Deleted organization' : missingTitle }
    // The title must not read what the report counts.
    if (typeof title === 'string' || (await asksForAccessReport())) return typeof title === 'string' ? { title } : {}
    try {
      const { call, isAllowed, read } = await open(props)
      if (!isAllowed) return { title: noAccess }
      return { title: title(await read(), call.session) }
    } catch (error) {
      // The page shows the error.
      if (error instanceof AppError) return error.code === 'not_found' ? { title: missingTitle } : {}
      throw error
    }
  }

  return Object.assign(Page, { generateMetadata })
}
