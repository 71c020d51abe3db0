import { z } from 'zod'
import { Icon } from '@/components/ui/icon'
import { PageButton } from '@/components/page-button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { listApiKeys } from '@/lib/api-keys/queries'
import { hrefOf } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'
import { PermissionHint } from '../../access-denied'
import { orgPage } from '../../org-page'
import { SettingsHeader } from '../settings-header'
import { KeyList } from './key-list'

const page = orgPage(
  {
    permission: 'org:api_keys:read',
    title: 'API keys',
    header: (session) => <SettingsHeader session={session} current="/api-keys" />,
    search: z.object({ cursor: z.string().optional() }),
    load: ({ session, search: { cursor } }) => listApiKeys(session, { limit: 20, cursor }),
  },
  ({ session, home, search: { cursor }, data: { data: keys, nextCursor } }) => {
    const path = `${home}/settings/api-keys`
    const writes = can(session, 'org:api_keys:write')
    return (
      <>
        <SettingsHeader
          session={session}
          current="/api-keys"
          description={
            writes ? (
              'Server credentials for this organization.'
            ) : (
              <PermissionHint session={session} permission="org:api_keys:write" />
            )
          }
          actions={writes && keys.length > 0 && <NewKeyButton path={path} />}
        />
        {keys.length > 0 ? (
          <KeyList session={session} path={path} keys={keys} />
        ) : (
          <EmptyState
            title="No API keys yet"
            description="API keys let scripts and backends work without a person. A key never has more access than its creator, and stops working when they leave."
          >
            {writes && <NewKeyButton path={path} />}
          </EmptyState>
        )}
        <Pagination
          label="Pages of API keys"
          firstHref={cursor && path}
          nextHref={nextCursor ? hrefOf(path, { cursor: nextCursor }) : undefined}
        />
      </>
    )
  },
)

export default page
export const { generateMetadata } = page

function NewKeyButton({ path }: { path: string }) {
  return (
    <PageButton href={`${path}/new`}>
      <Icon name="plus" />
      New API key
    </PageButton>
  )
}
