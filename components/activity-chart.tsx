// The number of events on each day, in words and bars, as the viewer's region writes them.
import { dateFormat } from '@/lib/date-formats'
import { viewerLocale } from '@/lib/pages'
import { ActivityBars } from './activity-bars'

type Day = { day: string; count: number }

const long = { day: 'numeric', month: 'long' } as const
const short = { day: 'numeric', month: 'short' } as const

type ActivityChartProps = {
  days: Day[]
  label: string
  /** A page that shows the events of one day, by `from` and `to`: the chart is slim then, and its bars are links. */
  dayHref?: string
}

/** Server components only: the words would cost a phone 65 ms, because formats are expensive to make. */
export function ActivityChart({ days, label, dayHref }: ActivityChartProps) {
  const number = new Intl.NumberFormat(viewerLocale())
  const nameOf = (day: string, format: typeof long | typeof short = long) =>
    dateFormat(format, viewerLocale(), 'UTC').format(new Date(day))
  const events = (count: number) => `${number.format(count)} ${count === 1 ? 'event' : 'events'}`
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const busiest = days.reduce((most, day) => (day.count > most.count ? day : most), days[0]!)
  return (
    <figure className="grid gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-[0.8125rem] font-medium">{label}</span>
        <span className="text-muted text-[0.8125rem] tabular-nums">
          {total === 0
            ? 'No events'
            : `${events(total)} · peak ${number.format(busiest.count)} on ${nameOf(busiest.day)}`}
        </span>
      </figcaption>
      <ActivityBars
        days={days.map(({ day, count }) => ({ day, count, title: `${nameOf(day)}: ${events(count)}` }))}
        most={Math.max(1, busiest.count)}
        dayHref={dayHref}
      />
      <div aria-hidden className="text-muted flex justify-between text-xs">
        <span>{nameOf(days[0]!.day, short)}</span>
        <span>{nameOf(days[Math.floor((days.length - 1) / 2)]!.day, short)}</span>
        <span>Today</span>
      </div>
    </figure>
  )
}
