// What a list shows (data-table.tsx): plain data, which travels to the browser as text.
import type { ActionState } from '@/lib/actions'
import type { Cell } from '@/components/table-cell'

/**
 * An action that rows may offer. By default a page asks for what it needs, or for a confirmation: {path}/{id}/{key}. With `now` it
 * happens at once, so it must be one that can be undone or repeated: the form's `fields` go to the table's action of the same key,
 * and the row shows `cells` or is gone before the answer arrives.
 */
export type RowAction = {
  label: string
  danger?: true
  now?: { fields?: Record<string, string>; cells?: Record<string, Cell> }
}

export type RowActions = Record<string, RowAction>

/** The actions that happen at once, by key. */
export type Immediate = Record<string, (state: ActionState, formData: FormData) => Promise<ActionState>>

/**
 * `align`: `end` for numbers and times. `avatar`: the title is a person's name. `phone`: the label on a phone, or `hidden`.
 * `low`: a list as wide as a tablet leaves this column out; one at most. `sort`: the link of the heading. `wrap`: long text is
 * wrapped and not cut. `action`: the key of the action to whose page the badge links, in rows that offer it.
 */
export type Column = {
  key: string
  label: string
  align?: 'end'
  avatar?: true
  phone?: string
  wrap?: true
  low?: true
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined }
  action?: string
}

/**
 * `cells` has a key for each column. `reason`: the key of the table's reason why the row cannot be selected and has no
 * actions. `actions`: the keys of the actions that this row offers, if they are not all of the table's. `fields`: what an action
 * that happens at once sends for this row, besides its id.
 */
export type Row = {
  id: string
  cells: Record<string, Cell>
  actions?: string[]
  reason?: string
  fields?: Record<string, string>
}

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

type SentRow = Omit<Row, 'cells'> & { cells: (Cell | undefined)[] }

/** The text in which a table travels to the browser: the cells of a row without their keys. */
export function toText({ rows, ...table }: DataTableProps): string {
  const sent = rows.map((row): SentRow => ({ ...row, cells: table.columns.map(({ key }) => row.cells[key]) }))
  return JSON.stringify({ ...table, rows: sent })
}

/** In: the text of `toText`. */
export function fromText(text: string): DataTableProps {
  const { rows, ...table } = JSON.parse(text) as Omit<DataTableProps, 'rows'> & { rows: SentRow[] }
  const keyed = ({ cells }: SentRow) => Object.fromEntries(table.columns.map(({ key }, i) => [key, cells[i] ?? null]))
  return { ...table, rows: rows.map((row) => ({ ...row, cells: keyed(row) })) }
}
