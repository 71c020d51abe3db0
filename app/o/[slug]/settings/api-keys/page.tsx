import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Icon } from '@/components/icon'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { listApiKeys } from '@/lib/api-keys/queries'
import { can } from '@/lib/permissions/grants'
import { type MemberSession, requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { AppError } from '@/lib/errors'
import { AccessDenied, PermissionHint } from '../../access-denied'
import { SettingsHeader } from '../settings-header'
import { KeyTable } from './key-table'
import { NewKeyButton } from './new-key-button'

export const metadata: Metadata = { title: 'API keys' }

type ApiKeysPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

const pageSize = 20

export default async function ApiKeysPage({ params, searchParams }: ApiKeysPageProps) {
  const session = await requireOrg(params)
  const { slug } = session.org
  if (!can(session, 'org:api_keys:read')) {
    return (
      <>
        <SettingsHeader slug={slug} current="/api-keys" />
        <AccessDenied session={session} permission="org:api_keys:read" back={['/settings', 'Settings']} />
      </>
    )
  }
  const path = `/o/${slug}/settings/api-keys`
  const { cursor } = await readParams(searchParams)
  const { data, nextCursor } = await listPage(session, path, cursor)
  const writes = can(session, 'org:api_keys:write')
  return (
    <>
      <SettingsHeader
        slug={slug}
        current="/api-keys"
        description={
          writes ? (
            'How your own programs get into this organization.'
          ) : (
            <PermissionHint session={session} permission="org:api_keys:write" />
          )
        }
        actions={writes && data.length > 0 && <NewKeyButton slug={slug} />}
      />
      {data.length > 0 ? (
        <KeyTable session={session} keys={data} />
      ) : (
        <EmptyState
          icon={<Icon name="key" />}
          title="No API keys yet"
          description="A key lets a program in without a person: a nightly export, a script, or a backend that asks whether a token still counts. It may never do more than whoever made it, and stops when they leave."
        >
          {writes && <NewKeyButton slug={slug} />}
        </EmptyState>
      )}
      <Pagination
        label="Pages of API keys"
        firstHref={cursor && path}
        nextHref={nextCursor ? `${path}?cursor=${nextCursor}` : undefined}
      />
    </>
  )
}

async function listPage(session: MemberSession, path: string, cursor: string | undefined) {
  try {
    return await listApiKeys(session, { limit: pageSize, cursor })
  } catch (error) {
    // A cursor that is cut short, or of another organization: the first page is what they were after.
    if (cursor && error instanceof AppError && error.code === 'validation_failed') redirect(path)
    throw error
  }
}
