'use client'

// The table of data-table.tsx. Without JavaScript it is in the HTML all the same, and the trigger of a row's menu is a link to the
// page of the record.
import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState, type MouseEvent } from 'react'
import type { DataTableProps, Immediate, Row, RowAction, RowActions } from '@/components/table-rows'
import { PageLink } from '@/components/page-link'
import { useRowChanges } from '@/components/row-changes'
import { onRowKey, tickRange } from '@/components/row-keys'
import { RowMenu, rowLock, rowMenuTrigger } from '@/components/row-menu'
import { SelectAll, selectBox } from '@/components/row-selection'
import { cellContent, titleContent, titleOf, type Title } from '@/components/table-cell'
import { useIsScripted } from '@/components/use-is-scripted'

const nothingAtOnce: Immediate = {}

type RowsTableProps = { data: string; immediate?: Immediate | undefined }

// The ARIA roles are explicit because on a phone rows are laid out as blocks, which hides the table from screen
// readers.
export function RowsTable({ data, immediate = nothingAtOnce }: RowsTableProps) {
  const table = useMemo(() => JSON.parse(data) as DataTableProps, [data])
  const { label, path, actions, reasons = {} } = table
  const router = useRouter()
  const isScripted = useIsScripted()
  const [open, setOpen] = useState<string>()
  const { shown, failures, act } = useRowChanges(table.rows, immediate)
  const lastTicked = useRef<Element>(null)
  const openRow = shown.find(({ id }) => id === open)
  // The links of the rows are followed here: a Link for each would cost the server more than the rest of the row.
  const follow = (event: MouseEvent) => {
    tickRange(event, lastTicked)
    const link = (event.target as Element).closest<HTMLElement>('tbody :is(a, [data-row], [data-href])')
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const { row, href } = link.dataset
    if (row) setOpen(row)
    else if (href) router.push(href, { scroll: false })
    else router.push(link.getAttribute('href')!)
  }
  const actOn = (row: Row, key: string, action: RowAction) => {
    const at = shown.indexOf(row)
    const beside = shown[at + 1] ?? shown[at - 1]
    setOpen(undefined)
    act(row, key, action)
    // The row and its trigger may be gone.
    setTimeout(() => {
      const trigger = beside && document.querySelector<HTMLElement>(`[data-row="${beside.id}"]`)
      if (document.activeElement === document.body) trigger?.focus()
    })
  }
  return (
    <div className="data-table" onClick={follow} onKeyDown={onRowKey}>
      <table role="table" aria-label={label}>
        <Head {...table} />
        <tbody role="rowgroup">
          {shown.map((row) =>
            rowContent(table, row, { isOpen: row.id === open, failure: failures[row.id], isScripted }),
          )}
        </tbody>
      </table>
      {Object.entries(reasons).map(([key, text]) => (
        <Reason key={key} id={key} text={text} />
      ))}
      {actions && openRow && (
        <RowMenu
          key={openRow.id}
          name={nameOf(openRow)}
          path={`${path}/${openRow.id}`}
          actions={actionsOf(openRow, actions).map((key) => [key, actions[key]!])}
          onAct={(key, action) => actOn(openRow, key, action)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

function Head({ columns, rows, actions, selection }: DataTableProps) {
  const selectable = rows.filter(({ reason }) => !reason)
  return (
    <thead role="rowgroup">
      <tr role="row">
        {columns.map(({ key, label, align, sort }, index) => (
          <th key={key} role="columnheader" scope="col" data-align={align} aria-sort={sort?.direction}>
            {index === 0 && selection && selectable.length > 1 && (
              <SelectAll form={selection} ids={selectable.map(({ id }) => id)} />
            )}
            {sort ? <PageLink href={sort.href}>{label}</PageLink> : label}
          </th>
        ))}
        {actions && (
          <th role="columnheader" scope="col">
            <span className="sr-only">Actions</span>
          </th>
        )}
      </tr>
    </thead>
  )
}

type RowState = { isOpen: boolean; failure: string | undefined; isScripted: boolean }

// A function and not a component, for the reason of table-cell.tsx.
function rowContent(table: DataTableProps, row: Row, { isOpen, failure, isScripted }: RowState) {
  const { columns, path, actions, selection } = table
  const href = `${path}/${row.id}`
  const offered = actions ? actionsOf(row, actions) : []
  return (
    <tr key={row.id} role="row">
      {columns.map(({ key, align, avatar = false, phone, wrap, action }, index) => (
        <td key={key} role="cell" data-align={align} data-phone={phone} data-wrap={wrap}>
          {index === 0 && selection && selectBox(selection, row.id, nameOf(row), row.reason)}
          {index === 0
            ? titleContent(titleCellOf(row), href, avatar, failure)
            : cellContent(
                row.cells[key],
                isScripted && action && offered.includes(action) ? `${href}/${action}` : undefined,
              )}
        </td>
      ))}
      {actions && (
        <td role="cell" data-align="end">
          {offered.length > 0
            ? rowMenuTrigger({
                ...{ id: row.id, href, name: nameOf(row), isOpen },
                isButton: offered.every((key) => actions[key]!.now),
              })
            : row.reason && rowLock(row.reason, nameOf(row))}
        </td>
      )}
    </tr>
  )
}

const titleCellOf = ({ cells }: Row) => Object.values(cells)[0] as string | Title

const nameOf = (row: Row): string => titleOf(titleCellOf(row))

const actionsOf = (row: Row, actions: RowActions): string[] => row.actions ?? (row.reason ? [] : Object.keys(actions))

/** A reason is shown by the lock of a row, and describes its disabled box. */
function Reason({ id, text }: { id: string; text: string }) {
  return (
    <div id={`reason-${id}`} popover="auto" data-align="end" className="menu reason">
      {text}
    </div>
  )
}
