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

// In the way of a language and region.
function wordsIn(locale: string) {
  const long = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const number = new Intl.NumberFormat(locale)
  const nameOf = (format: Intl.DateTimeFormat) => (day: string) => format.format(new Date(`${day}T00:00:00Z`))
  return {
    ...{ nameOf: nameOf(long), shortNameOf: nameOf(short), inDigits: (count: number) => number.format(count) },
    events: (count: number) => `${number.format(count)} ${count === 1 ? 'event' : 'events'}`,
  }
}

type Words = ReturnType<typeof wordsIn>

type ActivityChartProps = {
  days: Day[]
  label: string
  /** A page that shows the events of one day, by `from` and `to`: the chart is slim then, and its bars are links. */
  dayHref?: string
  /** The viewer's language and region. */
  locale: string
}

export function ActivityChart({ days, label, dayHref, locale }: ActivityChartProps) {
  const words = wordsIn(locale)
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const busiest = days.reduce((most, day) => (day.count > most.count ? day : most), days[0]!)
  const summary =
    total === 0
      ? 'No events'
      : `${words.events(total)} · peak ${words.inDigits(busiest.count)} on ${words.nameOf(busiest.day)}`
  return (
    <figure className="grid gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-[0.8125rem] font-medium">{label}</span>
        {/* A browser may know newer names of months than the server, whose text stays. */}
        <span className="text-muted text-[0.8125rem] tabular-nums" suppressHydrationWarning>
          {summary}
        </span>
      </figcaption>
      <Bars days={days} most={Math.max(1, busiest.count)} dayHref={dayHref} words={words} />
      <div aria-hidden className="text-muted flex justify-between text-xs">
        {[0, Math.floor((days.length - 1) / 2), days.length - 1].map((index) => (
          <span key={index} suppressHydrationWarning>
            {index === days.length - 1 ? 'Today' : words.shortNameOf(days[index]!.day)}
          </span>
        ))}
      </div>
    </figure>
  )
}

// Stretched to the available width.
function Bars({
  days,
  most,
  dayHref,
  words,
}: Pick<ActivityChartProps, 'days' | 'dayHref'> & { most: number; words: Words }) {
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
            <title suppressHydrationWarning>{`${words.nameOf(day)}: ${words.events(count)}`}</title>
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
