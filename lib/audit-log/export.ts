// The audit log as a file. It reads batches, each in a short transaction that checks the permission again, and only as
// fast as the client downloads: neither the database nor the memory holds more than one batch.
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { download } from '@/lib/requests/download'
import { assertSameOrigin } from '@/lib/requests/trust'
import { toAuditEventJson, type AuditEvent, type AuditFilter } from './schema'
import { beginEvents, continueEvents } from './queries'

const batchSize = 1000

type Format = { type: string; head: string; separator: string; foot: string; line: (event: AuditEvent) => string }

const formats = {
  csv: { type: 'text/csv; charset=utf-8', head: '', separator: '', foot: '', line: (event) => toCsvLine(cells(event)) },
  json: {
    type: 'application/json',
    head: '{"data":[\n',
    separator: ',\n',
    foot: '\n]}\n',
    line: (event) => JSON.stringify(toAuditEventJson(event)),
  },
} as const satisfies Record<string, Format>

const columns = [
  ...['id', 'occurred_at', 'action', 'actor_type', 'actor_id', 'actor_name', 'on_behalf_of'],
  ...['target_type', 'target_id', 'target_name', 'changes', 'ip', 'request_id', 'sequence', 'hash'],
]

/**
 * In: the caller, the filter, csv or json, and the headers of the request. Out: the file. Throws insufficient_permissions before the
 * first byte, and cross_origin for a link on another site's page.
 */
export async function exportAuditEvents(
  ctx: OrgContext,
  filter: AuditFilter,
  kind: keyof typeof formats,
  headers: Headers,
): Promise<Response> {
  if (ctx.tokenId === null) assertSameOrigin(headers, { required: false })
  const format: Format = formats[kind]
  const begun = await beginEvents(ctx, filter, batchSize)
  const head = kind === 'csv' ? toCsvLine(columns) : format.head
  const name = `audit-events-${new Date().toISOString().slice(0, 10)}.${kind}`
  return download(chunks(begun, filter, format, head), { name, type: format.type })
}

async function* chunks(
  { session, events: first }: { session: OrgSession; events: AuditEvent[] },
  filter: AuditFilter,
  format: Format,
  head: string,
) {
  let batch = first
  let opening = head
  while (batch.length > 0) {
    yield opening + batch.map(format.line).join(format.separator)
    opening = format.separator
    batch = batch.length < batchSize ? [] : await continueEvents(session, filter, batch.at(-1)!.sequence, batchSize)
  }
  yield (first.length === 0 ? head : '') + format.foot
}

function cells(event: AuditEvent): string[] {
  const { actor, target } = event
  return [
    ...[event.id, event.occurredAt.toISOString(), event.action, actor.type, actor.id, actor.name, event.onBehalfOf?.id],
    ...[target.type, target.id, target.name, JSON.stringify(event.changes), event.ip, event.requestId],
    ...[event.sequence, event.hash],
  ].map((cell) => cell ?? '')
}

/**
 * RFC 4180, every cell in quotes. What a spreadsheet would run as a formula gets a leading apostrophe, also after a character
 * at which some spreadsheets begin another cell: a semicolon, a tab, or a new line.
 */
export function toCsvLine(row: string[]): string {
  return `${row.map((cell) => `"${cell.replace(formula, "$1'").replaceAll('"', '""')}"`).join(',')}\r\n`
}

const formula = /(^|[;\t\r\n]["' ]*)(?=[=+\-@\t\r\n＝＋－＠])/g
