// Keys and shift-clicks in the rows of a list. Arrows move between rows; Space ticks the row and Shift with an arrow the next one,
// too; on the trigger of a menu, Space and the down arrow open it, as the key for context menus does anywhere in the row.
import type { KeyboardEvent, MouseEvent } from 'react'

const boxOf = (row: Element | null | undefined) =>
  row?.querySelector<HTMLInputElement>('label > input[type=checkbox]:enabled') ?? null

const rowsBetween = (one: Element, other: Element): Element[] => {
  const rows = [...(one.parentElement?.children ?? [])]
  const [from, to] = [rows.indexOf(one), rows.indexOf(other)].sort((a, b) => a - b)
  return rows.slice(from, to! + 1)
}

/** Ticks what lies between the box that was pressed last and this one, if shift is held. `last` keeps that box's row. */
export function tickRange(event: MouseEvent, last: { current: Element | null }): void {
  const box = event.target as Element
  const row = box.closest('tbody tr')
  if (!row || !(box instanceof HTMLInputElement)) return
  if (event.shiftKey && last.current && last.current.parentElement === row.parentElement)
    for (const each of rowsBetween(last.current, row).map(boxOf)) if (each) each.checked = box.checked
  last.current = row
}

function tick(rows: (Element | null)[]): void {
  const boxes = rows.map(boxOf).filter((box) => box !== null)
  for (const box of boxes) box.checked = true
  // The head of the list and the bar follow this event.
  boxes[0]?.dispatchEvent(new Event('change', { bubbles: true }))
}

const kinds = ['label > input', 'td:first-child > a']

/** Moves the focus to the same control of the next or previous row, and ticks both with shift. */
function move(event: KeyboardEvent, from: Element, row: Element): void {
  const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling
  const kind = kinds.find((each) => from.matches(each))
  if (!next || !kind) return
  event.preventDefault()
  const link = next.querySelector<HTMLElement>('td:first-child > a')
  ;(kind === kinds[0] ? (boxOf(next) ?? link) : link)?.focus()
  if (event.shiftKey) tick([row, next])
}

export function onRowKey(event: KeyboardEvent): void {
  const from = event.target as HTMLElement
  const row = from.closest('tbody tr')
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return
  const menu = row.querySelector<HTMLElement>('.row-menu, .row-lock')
  const { key, shiftKey } = event
  if (menu && (key === 'ContextMenu' || (key === 'F10' && shiftKey))) menu.click()
  else if (from === menu && (key === 'ArrowDown' || (key === ' ' && from.matches('a')))) menu.click()
  else if (key === ' ' && from.matches('a')) {
    const box = boxOf(row)
    if (!box) return
    box.click()
  } else if (key === 'ArrowDown' || key === 'ArrowUp') return move(event, from, row)
  else return
  event.preventDefault()
}
