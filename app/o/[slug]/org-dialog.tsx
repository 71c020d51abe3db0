// A small page for one action on a record. A link from a list opens it as a dialog above the list, by Next's intercepting
// routes: app/o/[slug]/@dialog has a file for each, which exports `page.dialog`. A deep link, and a browser without
// JavaScript, gets it as a page.
import type { ComponentProps, ReactNode } from 'react'
import { RouteDialog } from '@/components/route-dialog'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { orgPage, type OrgPageOptions, type PageCall } from './org-page'

type Content = Omit<ComponentProps<typeof RouteDialog>, 'list'>

type Options<Search, Data> = OrgPageOptions<Search, Data> & {
  /** The list: its path below the organization's, and its label. */
  back: readonly [path: string, label: string]
}

/** In: as for orgPage, but `render` answers the parts of the dialog. Out: the page, and the same as a dialog. */
export function orgDialog<Search = Record<never, never>, Data = undefined>(
  options: Options<Search, Data>,
  render: (call: PageCall<Search> & { data: Data }) => Content | Promise<Content>,
) {
  const [path, label] = options.back
  const page = orgPage<Search, Data>(options, async (call) => (
    <ActionPage list={{ label, href: `${call.home}${path}` }} {...await render(call)} />
  ))
  const dialog = orgPage<Search, Data>({ ...options, frame: inDialog, notFound: null }, async (call) => (
    <RouteDialog list={`${call.home}${path}`} {...await render(call)} />
  ))
  return Object.assign(page, { dialog })
}

const inDialog = (denied: ReactNode) => <RouteDialog title="No access">{denied}</RouteDialog>

function ActionPage({ list, title, description, children }: Content & { list: { label: string; href: string } }) {
  return (
    <div className="max-w-lg">
      <PageHeader breadcrumb={<Breadcrumb items={[list]} />} title={title} description={description} />
      <Card>
        <CardBody>{children}</CardBody>
      </Card>
    </div>
  )
}
