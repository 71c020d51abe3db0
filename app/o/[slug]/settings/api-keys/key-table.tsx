import { ConfirmButton } from '@/components/confirm-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import type { ApiKey } from '@/lib/api-keys/schema'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { revokeApiKeyAction } from './actions'
import { BroughtIn } from './brought-in'
import { KeyScope } from './key-scope'
import { KeyState, whyLess } from './key-state'

type KeyTableProps = { session: MemberSession; keys: ApiKey[] }

export function KeyTable({ session, keys }: KeyTableProps) {
  const writes = can(session, 'org:api_keys:write')
  return (
    <Table label="API keys">
      <TableHead>
        <tr role="row">
          <TableHeading className="w-full">Name</TableHeading>
          <TableHeading className="whitespace-nowrap">May do</TableHeading>
          <TableHeading>Created</TableHeading>
          <TableHeading className="whitespace-nowrap">Last used</TableHeading>
          <TableHeading>Expires</TableHeading>
          {writes && (
            <TableHeading>
              <span className="sr-only">Actions</span>
            </TableHeading>
          )}
        </tr>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <KeyRow key={key.id} session={session} apiKey={key} writes={writes} />
        ))}
      </TableBody>
    </Table>
  )
}

function KeyRow({ session, apiKey, writes }: { session: MemberSession; apiKey: ApiKey; writes: boolean }) {
  const { name, prefix, creator, createdAt, lastUsedAt, lastUsedIp, expiresAt } = apiKey
  const why = whyLess(apiKey)
  return (
    <TableRow>
      <TableCell className="max-w-0 align-top max-sm:max-w-none">
        <span className="grid w-full min-w-0 gap-1">
          <span className="flex min-w-0 items-start gap-2 max-sm:justify-between">
            <span className="line-clamp-2 font-medium wrap-anywhere" title={name}>
              {name}
            </span>
            <KeyState apiKey={apiKey} />
          </span>
          <code className="text-muted truncate font-mono text-xs">{prefix}…</code>
          {why && <span className="text-muted text-[0.8125rem] text-pretty whitespace-normal">{why}</span>}
          <BroughtIn broughtIn={apiKey.broughtIn} />
        </span>
      </TableCell>
      <TableCell label="May do" className="align-top max-sm:items-start sm:pt-3.5">
        <KeyScope apiKey={apiKey} customRoles={session.customRoles} />
      </TableCell>
      <TableCell label="Created" className="align-top max-sm:items-start sm:pt-3.5">
        <span className="block max-sm:text-right">
          <RelativeTime date={createdAt} />
          <span className="text-muted block max-w-40 truncate text-[0.8125rem]">
            {creator?.name ?? 'Former member'}
          </span>
        </span>
      </TableCell>
      <TableCell label="Last used" className="align-top max-sm:items-start sm:pt-3.5">
        {lastUsedAt ? (
          <span className="block max-sm:text-right">
            <RelativeTime date={lastUsedAt} />
            {lastUsedIp && (
              <span className="text-muted block max-w-40 truncate font-mono text-xs leading-5">{lastUsedIp}</span>
            )}
          </span>
        ) : (
          <span className="text-muted">Never</span>
        )}
      </TableCell>
      <TableCell label="Expires" className="align-top sm:pt-3.5">
        {expiresAt ? <RelativeTime date={expiresAt} /> : <span className="text-muted">Never</span>}
      </TableCell>
      {writes && (
        <TableCell className="align-top">
          <span className="flex w-full justify-end">
            <Revoke {...apiKey} />
          </span>
        </TableCell>
      )}
    </TableRow>
  )
}

function Revoke({ id, name, broughtIn }: Pick<ApiKey, 'id' | 'name' | 'broughtIn'>) {
  return (
    <ConfirmButton
      action={revokeApiKeyAction}
      fields={{ id }}
      trigger={
        <>
          Revoke<span className="sr-only"> {name}</span>
        </>
      }
      size="sm"
      title={`Revoke “${name}”?`}
      submit="Revoke API key"
    >
      Every program that uses this key stops at once: it gets no new tokens, and the ones that it holds are refused.
      This cannot be undone; a new key has a new secret. <BroughtIn broughtIn={broughtIn} after=", who will stay." />
    </ConfirmButton>
  )
}
