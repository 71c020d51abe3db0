'use client'

// A list of records. It is a client component with plain rows, because a row then travels as data and not as elements:
// a list of fifty costs a third of what server components cost. Without JavaScript it is in the HTML all the same.
import { PageLink } from '@/components/page-link'
import { Badge } from '@/components/ui/badge'
import type { TimeText } from '@/components/ui/relative-time'

type Tone = 'neutral' | 'success' | 'warning' | 'danger' | 'info'

/** The content of a cell; null leaves it empty. */
export type Cell =
  | string
  | null
  | { title: string; detail?: string | undefined; href: string }
  | { badge: string; tone?: Tone }
  | TimeText

/** `align`: `end` for numbers and times. */
export type Column = { key: string; label: string; align?: 'end' }

/** `cells` has a key for each column. The first column should be the title, which links to the record. */
export type Row = { id: string; cells: Record<string, Cell> }

type DataTableProps = { label: string; columns: readonly Column[]; rows: Row[] }

// The ARIA roles are explicit because on a phone rows are laid out as blocks, which hides the table from screen
// readers.
export function DataTable({ label, columns, rows }: DataTableProps) {
  return (
    <div className="data-table">
      <table role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ key, label: text, align }) => (
              <th key={key} role="columnheader" scope="col" data-align={align}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ id, cells }) => (
            <tr key={id} role="row">
              {columns.map(({ key, align }) => (
                <td key={key} role="cell" data-align={align}>
                  <Content cell={cells[key] ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Content({ cell }: { cell: Cell }) {
  if (cell === null || typeof cell === 'string') return cell
  if ('badge' in cell) return <Badge tone={cell.tone ?? 'neutral'}>{cell.badge}</Badge>
  if ('iso' in cell)
    return (
      <time dateTime={cell.iso} title={cell.title}>
        {cell.text}
      </time>
    )
  return (
    <>
      <PageLink href={cell.href}>{cell.title}</PageLink>
      {cell.detail && <p>{cell.detail}</p>}
    </>
  )
}
