'use client'

// A list of records. It is a client component with plain rows, because a row then travels as data and not as elements:
// a list of fifty costs a third of what server components cost. Without JavaScript it is in the HTML all the same, and
// the trigger of a row's menu is a link to the page of the record.
import { useState } from 'react'
import { PageLink } from '@/components/page-link'
import { RowMenu, RowMenuTrigger, RowLock, type RowActions } from '@/components/row-menu'
import { initials } from '@/components/ui/initials'
import type { TimeText } from '@/components/relative-time'

type Tone = 'neutral' | 'success' | 'warning' | 'danger' | 'info'

/**
 * `detail`: a second line. `note`: muted, after the title. `avatar`: shows this picture, or the initials of the title.
 */
type Title = {
  title: string
  href?: string
  detail?: string | undefined
  note?: string | undefined
  avatar?: true | string
}

/** The content of a cell; null leaves it empty. */
export type Cell =
  | string
  | null
  | Title
  | { badge: string; tone?: Tone; detail?: string | undefined }
  | (TimeText & { detail?: string | undefined })

/**
 * `align`: `end` for numbers and times. `phone`: the label on a phone, or `hidden`. `sort`: the link of the heading.
 * `wrap`: long text is wrapped and not cut.
 */
export type Column = {
  key: string
  label: string
  align?: 'end'
  phone?: string
  wrap?: true
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined }
}

/**
 * `cells` has a key for each column; the first is a title, which links to the record. `actions`: the keys of
 * the table's actions that this row offers. `reason`: the key of the table's reason why the row is closed. `select`:
 * whether it can be selected.
 */
export type Row = { id: string; cells: Record<string, Cell>; actions?: string[]; reason?: string; select?: boolean }

type DataTableProps = {
  label: string
  columns: readonly Column[]
  rows: Row[]
  /** For rows with actions: the page of a record is {path}/{id}, and that of an action {path}/{id}/{action}. */
  path?: string
  actions?: RowActions
  /** Why some rows have no actions or cannot be selected, by key. */
  reasons?: Record<string, string>
  /** The id of the form to which the boxes of selectable rows belong. */
  selection?: string
}

// The ARIA roles are explicit because on a phone rows are laid out as blocks, which hides the table from screen
// readers.
export function DataTable({ label, columns, rows, path = '', actions, reasons = {}, selection }: DataTableProps) {
  const [open, setOpen] = useState<Row>()
  return (
    <div className="data-table">
      <table role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Heading key={column.key} column={column} />
            ))}
            {actions && (
              <th role="columnheader" scope="col">
                <span className="sr-only">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={row.id} role="row">
              {columns.map(({ key, align, phone, wrap }, index) => (
                <td key={key} role="cell" data-align={align} data-phone={phone} data-wrap={wrap}>
                  {index === 0 && selection && row.select !== undefined && <SelectBox row={row} form={selection} />}
                  <Content cell={row.cells[key] ?? null} />
                </td>
              ))}
              {actions && (
                <td role="cell" data-align="end">
                  {row.actions && row.actions.length > 0 ? (
                    <RowMenuTrigger
                      href={`${path}/${row.id}`}
                      name={nameOf(row)}
                      isOpen={open === row}
                      onOpen={() => setOpen(row)}
                    />
                  ) : (
                    row.reason && <RowLock reason={row.reason} name={nameOf(row)} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {Object.entries(reasons).map(([key, text]) => (
        <Reason key={key} id={key} text={text} />
      ))}
      {actions && open && (
        <RowMenu
          name={nameOf(open)}
          path={`${path}/${open.id}`}
          actions={(open.actions ?? []).map((key) => ({ key, ...actions[key]! }))}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

function Heading({ column: { label, align, sort } }: { column: Column }) {
  return (
    <th role="columnheader" scope="col" data-align={align} aria-sort={sort?.direction}>
      {sort ? <PageLink href={sort.href}>{label}</PageLink> : label}
    </th>
  )
}

function Content({ cell }: { cell: Cell }) {
  if (cell === null || typeof cell === 'string') return cell
  const detail = cell.detail && <p>{cell.detail}</p>
  if ('badge' in cell)
    return (
      <>
        <span className="badge" data-tone={cell.tone}>
          {cell.badge}
        </span>
        {detail}
      </>
    )
  if ('iso' in cell)
    return (
      <>
        <time dateTime={cell.iso} title={cell.title}>
          {cell.text}
        </time>
        {detail}
      </>
    )
  return <TitleContent {...cell} />
}

function TitleContent({ title, href, detail, note, avatar }: Title) {
  return (
    <>
      {typeof avatar === 'string' && <img src={avatar} alt="" decoding="async" className="avatar" />}
      {avatar === true && (
        <span aria-hidden className="avatar">
          {initials(title)}
        </span>
      )}
      {href ? <PageLink href={href}>{title}</PageLink> : <b>{title}</b>}
      {note && <small> {note}</small>}
      {detail && <p>{detail}</p>}
    </>
  )
}

const nameOf = ({ cells }: Row): string => (Object.values(cells)[0] as Title).title

function SelectBox({ row, form }: { row: Row; form: string }) {
  const name = nameOf(row)
  return (
    <label>
      <input
        type="checkbox"
        data-select
        form={form}
        name={row.id}
        value={name}
        aria-label={`Select ${name}`}
        disabled={!row.select}
        aria-describedby={row.select ? undefined : `reason-${row.reason}`}
      />
    </label>
  )
}

/** A reason is shown by the lock of a row, and describes its disabled box. */
function Reason({ id, text }: { id: string; text: string }) {
  return (
    <div id={`reason-${id}`} popover="auto" data-align="end" className="menu reason">
      {text}
    </div>
  )
}
