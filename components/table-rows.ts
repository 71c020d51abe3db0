// What a list shows (data-table.tsx): plain data, which travels to the browser as text.
import type { RowActions } from '@/components/row-menu'
import type { Cell } from '@/components/table-cell'

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

export type DataTableProps = {
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
