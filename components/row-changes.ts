'use client'

// Actions on a row that happen at once: the row shows the result before the answer arrives. If it is refused, the row is as it was,
// with the reason in it.
import { startTransition, useEffect, useOptimistic, useState } from 'react'
import { rowChangeEvent, type RowChange } from '@/components/dialog-context'
import { idle } from '@/components/form-context'
import { usePageFields } from '@/components/page-fields'
import type { Immediate, Row, RowAction } from '@/components/table-rows'
import { keepingTyped } from '@/components/unanswered'

type Change = { id: string; cells: Row['cells'] | undefined }

type Told = { since: Row[]; changes: Record<string, RowChange['cells']> }

/** The rows with what an open dialog tells of them (components/route-dialog.tsx), until the server sends others. */
function useToldRows(rows: Row[]): Row[] {
  const [told, setTold] = useState<Told>()
  useEffect(() => {
    const hear = (event: Event) => {
      const { id, cells } = (event as CustomEvent<RowChange>).detail
      setTold((former) => ({
        since: rows,
        changes: { ...(former?.since === rows && former.changes), [id]: cells },
      }))
    }
    addEventListener(rowChangeEvent, hear)
    return () => removeEventListener(rowChangeEvent, hear)
  }, [rows])
  if (told?.since !== rows) return rows
  return rows.flatMap((row) => {
    const cells = told.changes[row.id] ?? 'as before'
    if (cells === 'gone') return []
    return cells === 'as before' ? [row] : [{ ...row, cells: { ...row.cells, ...cells } }]
  })
}

/** In: the rows of the server. Out: the rows to show, why a row's last action failed, and a function that does one. */
export function useRowChanges(sent: Row[], immediate: Immediate) {
  const rows = useToldRows(sent)
  const pageFields = usePageFields()
  const [failures, setFailures] = useState<Record<string, string>>({})
  const [shown, change] = useOptimistic(rows, (all, { id, cells }: Change) =>
    all.flatMap((row) => {
      if (row.id !== id) return [row]
      return cells ? [{ ...row, cells: { ...row.cells, ...cells }, actions: [] }] : []
    }),
  )
  const act = ({ id, fields }: Row, key: string, { now }: RowAction) =>
    startTransition(async () => {
      change({ id, cells: now?.cells })
      setFailures(({ [id]: _former, ...others }) => others)
      // As a form in a dialog above the list: the list is refreshed, and stays.
      const typed = { ...pageFields, in_dialog: 'yes', id, ...fields, ...now?.fields }
      const data = new FormData()
      for (const [name, value] of Object.entries(typed)) data.set(name, value)
      const { status, message } = await keepingTyped(immediate[key]!)(idle, data)
      if (status === 'error') startTransition(() => setFailures((all) => ({ ...all, [id]: message ?? '' })))
    })
  return { shown, failures, act }
}
