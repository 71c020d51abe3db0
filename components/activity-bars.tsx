'use client'

// Bars without style attributes, in the theme's colors. It is a client component with plain data, because a bar then travels as a
// number and a text instead of as elements. The words above them are what a screen reader needs.
import { clsx } from 'clsx'

const height = 100
const step = 20
const gap = 5
// A day without events keeps a thin line, so that it is visibly empty.
const emptyHeight = 1.5

type ActivityBarsProps = {
  days: { day: string; count: number; title: string }[]
  /** The highest count. */
  most: number
  dayHref: string | undefined
}

// Stretched to the available width.
export function ActivityBars({ days, most, dayHref }: ActivityBarsProps) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${days.length * step - gap} ${height}`}
      preserveAspectRatio="none"
      className={clsx('bars block w-full border-b', dayHref ? 'h-10' : 'h-24')}
      shapeRendering="crispEdges"
    >
      {days.map(({ day, count, title }, index) => {
        const bar = Math.max(emptyHeight, Math.round((count / most) * height))
        const rect = (
          <rect
            key={day}
            x={index * step}
            y={height - bar}
            width={step - gap}
            height={bar}
            data-empty={count === 0 ? '' : undefined}
          >
            <title>{title}</title>
          </rect>
        )
        // Out of the tab order: the fields for the days do the same.
        return dayHref && count > 0 ? (
          <a key={day} href={`${dayHref}?from=${day}&to=${day}&sessions=shown`} tabIndex={-1}>
            {rect}
          </a>
        ) : (
          rect
        )
      })}
    </svg>
  )
}
