// The content of a cell of a list, from plain data.
import { PageLink } from '@/components/page-link'
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

type TableCellProps = {
  cell: Cell | undefined
  /** The page of the record, for the cell with its title. */
  href?: string | undefined
  avatar?: true | undefined
}

export function TableCell({ cell, href, avatar }: TableCellProps) {
  if (cell === null || cell === undefined) return null
  if (href)
    return <TitleCell {...(typeof cell === 'string' ? { title: cell } : (cell as Title))} href={href} avatar={avatar} />
  if (typeof cell === 'string') return cell
  return (
    <>
      <Main cell={cell} />
      {cell.detail && <p>{cell.detail}</p>}
    </>
  )
}

function Main({ cell }: { cell: Exclude<Cell, string | null> }) {
  if ('badge' in cell)
    return (
      <span className="badge" data-tone={cell.tone}>
        {cell.badge}
      </span>
    )
  if ('iso' in cell)
    return (
      <time dateTime={cell.iso} title={timeTitle(cell.iso)}>
        {cell.text}
      </time>
    )
  return cell.title
}

function TitleCell({ title, detail, note, image, href, avatar }: Title & { href: string; avatar?: true | undefined }) {
  return (
    <>
      {avatar && image && <img src={image} alt="" decoding="async" className="avatar" />}
      {avatar && !image && (
        <span aria-hidden className="avatar">
          {initials(title)}
        </span>
      )}
      <PageLink href={href}>{title}</PageLink>
      {note && <small> {note}</small>}
      {detail && <p>{detail}</p>}
    </>
  )
}
