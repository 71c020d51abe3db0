'use client'

// The table of data-table.tsx. Without JavaScript it is in the HTML all the same, and the trigger of a row's menu is a link to the
// page of the record.
import { useRouter } from 'next/navigation'
import { useMemo, useState, type MouseEvent } from 'react'
import type { DataTableProps, Row } from '@/components/table-rows'
import { PageLink } from '@/components/page-link'
import { RowMenu, rowLock, rowMenuTrigger, type RowActions } from '@/components/row-menu'
import { SelectAll, selectBox } from '@/components/row-selection'
import { cellContent, titleContent, titleOf, type Title } from '@/components/table-cell'

// The ARIA roles are explicit because on a phone rows are laid out as blocks, which hides the table from screen
// readers.
export function RowsTable({ data }: { data: string }) {
  const {
    label,
    columns,
    rows,
    path,
    actions,
    reasons = {},
    selection,
  } = useMemo(() => JSON.parse(data) as DataTableProps, [data])
  const router = useRouter()
  const [open, setOpen] = useState<Row>()
  const selectable = rows.filter(({ reason }) => !reason)
  // The links of the rows are followed here: a Link for each would cost the server more than the rest of the row.
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('tbody a')
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const { row } = link.dataset
    if (row) setOpen(rows.find(({ id }) => id === row))
    else router.push(link.getAttribute('href')!)
  }
  return (
    <div className="data-table" onClick={follow}>
      <table role="table" aria-label={label}>
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
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={row.id} role="row">
              {columns.map(({ key, align, avatar = false, phone, wrap }, index) => (
                <td key={key} role="cell" data-align={align} data-phone={phone} data-wrap={wrap}>
                  {index === 0 && selection && selectBox(selection, row.id, nameOf(row), row.reason)}
                  {index === 0
                    ? titleContent(titleCellOf(row), `${path}/${row.id}`, avatar)
                    : cellContent(row.cells[key])}
                </td>
              ))}
              {actions && (
                <td role="cell" data-align="end">
                  {actionsOf(row, actions).length > 0
                    ? rowMenuTrigger(row.id, `${path}/${row.id}`, nameOf(row), open === row)
                    : row.reason && rowLock(row.reason, nameOf(row))}
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
          actions={actionsOf(open, actions).map((key) => ({ key, ...actions[key]! }))}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
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
