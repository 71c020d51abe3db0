import { DataTable } from '@/components/data-table'
import type { Row } from '@/components/table-rows'
import type { Cell } from '@/components/table-cell'
import { timeText } from '@/components/relative-time'
import type { ApiKey } from '@/lib/api-keys/schema'
import type { MemberSession } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'
import { keyStates, scopeText, stateOf, whyLess } from './key-state'

const columns = [
  { key: 'name', label: 'Name' },
  { key: 'state', label: 'Status' },
  { key: 'scope', label: 'Access', phone: 'Access' },
  { key: 'created', label: 'Created', phone: 'Created', low: true },
  { key: 'used', label: 'Last used', phone: 'Last used' },
  { key: 'expires', label: 'Expires', phone: 'Expires' },
] as const

const actions = { revoke: { label: 'Revoke', danger: true } } as const

type KeyListProps = { session: MemberSession; path: string; keys: ApiKey[] }

export function KeyList({ session, path, keys }: KeyListProps) {
  const writes = can(session, 'org:api_keys:write')
  return (
    <DataTable
      label="API keys"
      columns={columns}
      rows={keys.map((key) => toRow(session, key))}
      path={path}
      {...(writes && { actions })}
    />
  )
}

function toRow(session: MemberSession, key: ApiKey): Row {
  const { id, name, prefix, creator, createdAt, lastUsedAt, lastUsedIp, expiresAt } = key
  const [tone, label] = keyStates[stateOf(key)]
  return {
    id,
    cells: {
      name: { title: name, detail: whyLess(key) ?? `${prefix}…` },
      state: { badge: label, tone },
      scope: scopeText(key, session.customRoles),
      created: { ...timeText(createdAt), detail: creator?.name ?? 'Former member' },
      used: lastUsedAt ? { ...timeText(lastUsedAt), ...(lastUsedIp && { detail: lastUsedIp }) } : 'Never',
      expires: timeOr(expiresAt, 'Never'),
    },
  }
}

const timeOr = (date: Date | null, otherwise: string): Cell => (date ? timeText(date) : otherwise)
