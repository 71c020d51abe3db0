'use client'

// The table of data-table.tsx. Without JavaScript it is in the HTML all the same: the trigger of a row's menu is a link to the page
// of the record, and a badge one to the page of its action. Nothing in a row depends on whether a script runs, because rendering fifty
// rows again, when one does, keeps a phone busy.
import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState, type MouseEvent } from 'react'
import {
  fromText,
  type DataTableProps,
  type Immediate,
  type Row,
  type RowAction,
  type RowActions,
} from '@/components/table-rows'
import { PageLink } from '@/components/page-link'
import { useRowChanges } from '@/components/row-changes'
import { onRowKey, tickRange } from '@/components/row-keys'
import { RowMenu, rowLock, rowMenuTrigger } from '@/components/row-menu'
import { SelectAll, selectBox } from '@/components/row-selection'
import { cellContent, titleContent, titleOf, type Title } from '@/components/table-cell'

const nothingAtOnce: Immediate = {}

type RowsTableProps = { data: string; immediate?: Immediate | undefined }

// The ARIA roles are explicit because on a phone rows are laid out as blocks, which hides the table from screen
// readers.
export function RowsTable({ data, immediate = nothingAtOnce }: RowsTableProps) {
  const table = useMemo(() => fromText(data), [data])
  const { label, path, actions, reasons = {} } = table
  const router = useRouter()
  const [open, setOpen] = useState<string>()
  const { shown, failures, act } = useRowChanges(table.rows, immediate)
  const lastTicked = useRef<Element>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const openRow = shown.find(({ id }) => id === open)
  // The links of the rows are followed here: a Link for each would cost the server more than the rest of the row.
  const follow = (event: MouseEvent) => {
    tickRange(event, lastTicked)
    const link = (event.target as Element).closest<HTMLElement>('tbody :is(a, .row-menu)')
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (link.matches('.row-menu')) setOpen(shown[link.closest('tr')!.sectionRowIndex]?.id)
    // The action of a badge opens above the list, which stays where it is.
    else router.push(link.getAttribute('href')!, { scroll: !link.matches('.badge') })
  }
  const actOn = (row: Row, key: string, action: RowAction) => {
    const acted = body.current?.rows[shown.indexOf(row)]
    const beside = acted?.nextElementSibling ?? acted?.previousElementSibling
    setOpen(undefined)
    act(row, key, action)
    // The row and its trigger may be gone.
    setTimeout(() => {
      if (document.activeElement === document.body) beside?.querySelector<HTMLElement>('.row-menu')?.focus()
    })
  }
  return (
    <div className="data-table" onClick={follow} onKeyDown={onRowKey}>
      <table role="table" aria-label={label} data-low={table.columns.findIndex(({ low }) => low) + 1 || undefined}>
        <Head {...table} />
        <tbody role="rowgroup" ref={body}>
          {shown.map((row) => rowContent(table, row, { isOpen: row.id === open, failure: failures[row.id] }))}
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

type RowState = { isOpen: boolean; failure: string | undefined }

// A function and not a component, for the reason of table-cell.tsx.
function rowContent(table: DataTableProps, row: Row, { isOpen, failure }: RowState) {
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
            : cellContent(row.cells[key], action && offered.includes(action) ? `${href}/${action}` : undefined)}
        </td>
      ))}
      {actions && (
        <td role="cell" data-align="end">
          {offered.length > 0
            ? rowMenuTrigger({
                ...{ href, name: nameOf(row), isOpen },
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
