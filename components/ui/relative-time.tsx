const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

export function relativeTime(date: Date, now: Date) {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? relative.format(Math.round(seconds / step[1]), step[0]) : 'just now'
}

/** For server components only: in the browser the clock would say something else, and hydration would fail. */
export function RelativeTime({ date, now = new Date() }: { date: Date | string; now?: Date }) {
  const time = new Date(date)
  return (
    <time dateTime={time.toISOString()} title={`${absolute.format(time)} UTC`} className="whitespace-nowrap">
      {relativeTime(time, now)}
    </time>
  )
}
