'use client'

// Bars for the number of events on each day, without style attributes, in the theme's colours. It is a client component with
// plain numbers, because a bar then travels as one number. The sentence above has what a screen reader needs.
import { clsx } from 'clsx'

type Day = { day: string; count: number }

const height = 100
const step = 20
const gap = 5
// A day without events keeps a thin line, so that it is visibly empty.
const emptyHeight = 1.5

const dayName = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const shortName = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const number = new Intl.NumberFormat('en')
const events = (count: number) => `${number.format(count)} ${count === 1 ? 'event' : 'events'}`

type ActivityChartProps = {
  days: Day[]
  label: string
  /** A page that shows the events of one day, by `from` and `to`: the chart is slim then, and its bars are links. */
  dayHref?: string
}

export function ActivityChart({ days, label, dayHref }: ActivityChartProps) {
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const busiest = days.reduce((most, day) => (day.count > most.count ? day : most), days[0]!)
  const summary =
    total === 0 ? 'No events' : `${events(total)} · peak ${number.format(busiest.count)} on ${nameOf(busiest.day)}`
  return (
    <figure className="grid gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-[0.8125rem] font-medium">{label}</span>
        <span className="text-muted text-[0.8125rem] tabular-nums">{summary}</span>
      </figcaption>
      <Bars days={days} most={Math.max(1, busiest.count)} dayHref={dayHref} />
      <div aria-hidden className="text-muted flex justify-between text-xs">
        {[0, Math.floor((days.length - 1) / 2), days.length - 1].map((index) => (
          <span key={index}>{index === days.length - 1 ? 'Today' : nameOf(days[index]!.day, shortName)}</span>
        ))}
      </div>
    </figure>
  )
}

// Stretched to the available width.
function Bars({ days, most, dayHref }: Pick<ActivityChartProps, 'days' | 'dayHref'> & { most: number }) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${days.length * step} ${height}`}
      preserveAspectRatio="none"
      className={clsx('bars block w-full border-b', dayHref ? 'h-10' : 'h-24')}
      shapeRendering="crispEdges"
    >
      {days.map(({ day, count }, index) => {
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
            <title>{`${nameOf(day)}: ${events(count)}`}</title>
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

const nameOf = (day: string, format = dayName): string => format.format(new Date(`${day}T00:00:00Z`))
