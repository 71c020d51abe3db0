'use client'

// A list of records. It is a client component with plain rows, because a row then travels as data and not as elements:
// a list of fifty costs a third of what server components cost. Without JavaScript it is in the HTML all the same, and
// the trigger of a row's menu is a link to the page of the record.
import { useState } from 'react'
import { PageLink } from '@/components/page-link'
import { RowMenu, RowMenuTrigger, RowLock, type RowActions } from '@/components/row-menu'
import { SelectAll, SelectBox } from '@/components/row-selection'
import { TableCell, titleOf, type Cell, type Title } from '@/components/table-cell'

/**
 * `align`: `end` for numbers and times. `avatar`: the title is a person's name. `phone`: the label on a phone, or `hidden`.
 * `sort`: the link of the heading. `wrap`: long text is wrapped and not cut.
 */
export type Column = {
  key: string
  label: string
  align?: 'end'
  avatar?: true
  phone?: string
  wrap?: true
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined }
}

/**
 * `cells` has a key for each column. `reason`: the key of the table's reason why the row cannot be selected and has no
 * actions. `actions`: the keys of the actions that this row offers, if they are not all of the table's.
 */
export type Row = { id: string; cells: Record<string, Cell>; actions?: string[]; reason?: string }

type DataTableProps = {
  label: string
  /** The first is the title of the record, and links to its page. */
  columns: readonly Column[]
  rows: Row[]
  /** The page of a record is {path}/{id}, and that of an action {path}/{id}/{action}. */
  path: string
  actions?: RowActions
  reasons?: Record<string, string>
  /** The id of the form to which the boxes of the rows belong. Without it, rows cannot be selected. */
  selection?: string
}

// The ARIA roles are explicit because on a phone rows are laid out as blocks, which hides the table from screen
// readers.
export function DataTable({ label, columns, rows, path, actions, reasons = {}, selection }: DataTableProps) {
  const [open, setOpen] = useState<Row>()
  const selectable = rows.filter(({ reason }) => !reason)
  return (
    <div className="data-table">
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
              {columns.map((column, index) => (
                <td
                  key={column.key}
                  role="cell"
                  data-align={column.align}
                  data-phone={column.phone}
                  data-wrap={column.wrap}
                >
                  {index === 0 && selection && (
                    <SelectBox form={selection} id={row.id} name={nameOf(row)} reason={row.reason} />
                  )}
                  <TableCell
                    cell={row.cells[column.key]}
                    href={index === 0 ? `${path}/${row.id}` : undefined}
                    avatar={column.avatar}
                  />
                </td>
              ))}
              {actions && (
                <td role="cell" data-align="end">
                  {actionsOf(row, actions).length > 0 ? (
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
          actions={actionsOf(open, actions).map((key) => ({ key, ...actions[key]! }))}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

const nameOf = ({ cells }: Row): string => titleOf(Object.values(cells)[0] as string | Title)

const actionsOf = (row: Row, actions: RowActions): string[] => row.actions ?? (row.reason ? [] : Object.keys(actions))

/** A reason is shown by the lock of a row, and describes its disabled box. */
function Reason({ id, text }: { id: string; text: string }) {
  return (
    <div id={`reason-${id}`} popover="auto" data-align="end" className="menu reason">
      {text}
    </div>
  )
}
