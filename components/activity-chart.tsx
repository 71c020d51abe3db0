// Bars for the number of events on each day, drawn by the server without scripts or style attributes, in the theme's
// colours. A table has the same numbers for screen readers.
import { scaleBand, scaleLinear } from 'd3-scale'

type Day = { day: string; count: number }

const height = 100
const width = 600

const dayName = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const shortName = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const number = new Intl.NumberFormat('en')
const events = (count: number) => `${number.format(count)} ${count === 1 ? 'event' : 'events'}`

export function ActivityChart({ days, label }: { days: Day[]; label: string }) {
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const most = Math.max(1, ...days.map(({ count }) => count))
  return (
    <figure className="grid gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-[0.8125rem] font-medium">{label}</span>
        <span className="text-muted text-[0.8125rem] tabular-nums">
          {total === 0 ? 'Nothing happened' : `${events(total)}, at most ${number.format(most)} a day`}
        </span>
      </figcaption>
      <Bars days={days} most={most} />
      <div aria-hidden className="text-muted flex justify-between text-xs">
        {[0, Math.floor((days.length - 1) / 2), days.length - 1].map((index) => (
          <span key={index}>{index === days.length - 1 ? 'Today' : nameOf(days[index]!.day, shortName)}</span>
        ))}
      </div>
      <DayTable days={days} label={label} />
    </figure>
  )
}

// Stretched to the available width. A day without events keeps a thin line, so that it is visibly empty.
function Bars({ days, most }: { days: Day[]; most: number }) {
  const x = scaleBand(
    days.map(({ day }) => day),
    [0, width],
  ).padding(0.25)
  const y = scaleLinear([0, most], [1.5, height])
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-24 w-full border-b"
      shapeRendering="crispEdges"
    >
      {days.map(({ day, count }) => (
        <g key={day} className="group">
          <title>{`${nameOf(day)}: ${events(count)}`}</title>
          <rect x={x(day)} width={x.step()} height={height} className="group-hover:fill-hover fill-transparent" />
          <rect
            x={x(day)}
            y={height - y(count)}
            width={x.bandwidth()}
            height={y(count)}
            className={count === 0 ? 'fill-line' : 'fill-ring'}
          />
        </g>
      ))}
    </svg>
  )
}

function DayTable({ days, label }: { days: Day[]; label: string }) {
  return (
    <div className="sr-only">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, count }) => (
            <tr key={day}>
              <th scope="row">{nameOf(day)}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const nameOf = (day: string, format = dayName): string => format.format(new Date(`${day}T00:00:00Z`))
