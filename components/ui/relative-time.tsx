import { utcText } from './utc-text'

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })

export function relativeTime(date: Date, now: Date) {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? relative.format(Math.round(seconds / step[1]), step[0]) : 'just now'
}

/**
 * A time in words, made on the server: the browser's clock would give another text and hydration would fail. `iso`: to the
 * minute, 2026-01-31T09:05Z.
 */
export type TimeText = { iso: string; text: string }

export function timeText(date: Date | string, now: Date = new Date()): TimeText {
  const time = new Date(date)
  return { iso: `${time.toISOString().slice(0, 16)}Z`, text: relativeTime(time, now) }
}

/** In: a day, 2026-01-31. Out: "Jan 31, 2026". */
export const dayText = (iso: string): string => day.format(new Date(iso))

/** Use it in server components only (see timeText). */
export function RelativeTime({ date, now }: { date: Date | string; now?: Date }) {
  const { iso, text } = timeText(date, now)
  return (
    <time dateTime={iso} title={utcText(iso)}>
      {text}
    </time>
  )
}
