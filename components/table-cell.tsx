// The content of a cell of a list, from plain data. These are functions and not components, because a list calls them hundreds of
// times, and a component costs the server several times as much.
import type { ReactNode } from 'react'
import { initials } from '@/components/ui/initials'
import type { TimeText } from '@/components/relative-time'
import { timeTitle } from '@/components/ui/time-title'

type Tone = 'neutral' | 'success' | 'warning' | 'danger' | 'info'
type Detail = { detail?: string | undefined }

/** `detail`: a second line. `note`: muted, after the title. `image`: a picture instead of the initials. */
export type Title = Detail & { title: string; note?: string | undefined; image?: string | undefined }

/** A text, or an object for more; null leaves the cell empty. */
export type Cell = string | null | Title | (Detail & { badge: string; tone?: Tone }) | (Detail & TimeText)

/** The title of a record, from its first cell. */
export const titleOf = (cell: string | Title): string => (typeof cell === 'string' ? cell : cell.title)

/** `action`: the page to which the badge links; the table follows it. */
export function cellContent(cell: Cell | undefined, action?: string): ReactNode {
  if (cell === null || cell === undefined || typeof cell === 'string') return cell
  if (!cell.detail) return mainOf(cell, action)
  return (
    <>
      {mainOf(cell, action)}
      <p>{cell.detail}</p>
    </>
  )
}

function mainOf(cell: Exclude<Cell, string | null>, action: string | undefined): ReactNode {
  if ('badge' in cell) {
    const badge = { className: 'badge', 'data-tone': cell.tone, children: cell.badge }
    return action ? <a href={action} {...badge} /> : <span {...badge} />
  }
  if ('iso' in cell)
    return (
      <time dateTime={cell.iso} title={timeTitle(cell.iso)}>
        {cell.text}
      </time>
    )
  return cell.title
}

/** The first cell of a row. `href`: the page of the record; the table follows it (components/data-table.tsx). `failure`: why its last
    action was refused. */
export function titleContent(cell: string | Title, href: string, avatar: boolean, failure?: string): ReactNode {
  const { title, note, detail, image }: Title = typeof cell === 'string' ? { title: cell } : cell
  return (
    <>
      {avatar && image && <img src={image} alt="" decoding="async" className="avatar" />}
      {avatar && !image && <span data-initials={initials(title)} className="avatar" />}
      <a href={href}>{title}</a>
      {note && <small> {note}</small>}
      {detail && <p>{detail}</p>}
      {failure && (
        <p role="alert" className="row-failure">
          {failure}
        </p>
      )}
    </>
  )
}
