import type { ReactNode } from 'react'

type EmptyStateProps = {
  /** What the tiles show: a place for a new one, a search without a result, or a closed door. */
  tiles?: keyof typeof arrangements
  title: string
  description?: ReactNode
  children?: ReactNode
}

// [x, y, rotation] of the brand's four tiles; the last one is lit.
const arrangements = {
  new: [
    [6, 22, 0],
    [25, 22, 0],
    [6, 41, 0],
    [38, 4, 14],
  ],
  search: [
    [4, 10, -12],
    [44, 4, 18],
    [8, 44, 10],
    [28, 26, 0],
  ],
  closed: [
    [8, 8, 0],
    [8, 27, 0],
    [8, 46, 0],
    [40, 27, 0],
  ],
} as const

/** An empty list: why it is empty, and as children what to do about it. */
export function EmptyState({ tiles = 'new', title, description, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <svg aria-hidden viewBox="0 0 64 64">
        {arrangements[tiles].map(([x, y, turn], index) => (
          <rect
            key={index}
            x={x}
            y={y}
            width="16"
            height="16"
            rx="4.2"
            transform={`rotate(${turn} ${x + 8} ${y + 8})`}
            data-lit={index === 3 || undefined}
          />
        ))}
      </svg>
      <div>
        <h2>{title}</h2>
        {description && <p>{description}</p>}
      </div>
      {children && <div className="empty-actions">{children}</div>}
    </div>
  )
}
