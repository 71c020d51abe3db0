import { RowsTable } from '@/components/rows-table'
import { toText, type DataTableProps, type Immediate } from '@/components/table-rows'

/**
 * A list of records as plain rows. It is rendered by a client component, because rows then travel as data and not as elements: a
 * list of fifty costs a third of what server components cost. The data are one text, because React would walk through each value
 * of each row, twice on the server. `immediate`: the actions that happen at once.
 */
export const DataTable = ({ immediate, ...data }: DataTableProps & { immediate?: Immediate }) => (
  <RowsTable data={toText(data)} immediate={immediate} />
)
