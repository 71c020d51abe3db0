import { viewerTimeZone } from '@/lib/pages'

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

const styles = {
  minute: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
  second: { dateStyle: 'medium', timeStyle: 'long' },
  day: { dateStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formats = new Map<string, Intl.DateTimeFormat>()

/** In: a time, and how exact. Out: it in the viewer's time zone: "Nov 28, 2026, 1:44 PM UTC". Server components only. */
export function exactTime(date: Date, style: keyof typeof styles = 'minute'): string {
  const timeZone = viewerTimeZone()
  const key = `${style} ${timeZone}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat('en', { ...styles[style], timeZone })
  formats.set(key, format)
  return format.format(date)
}

export function relativeTime(date: Date, now: Date) {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? relative.format(Math.round(seconds / step[1]), step[0]) : 'just now'
}

/** A time in words, made on the server: the browser's clock would give another text and hydration would fail. */
export type TimeText = { iso: string; text: string; title: string }

export function timeText(date: Date | string, now: Date = new Date()): TimeText {
  const time = new Date(date)
  return { iso: time.toISOString(), text: relativeTime(time, now), title: exactTime(time) }
}

/** In: a day, 2026-01-31. Out: "Jan 31, 2026". */
export const dayText = (iso: string): string => day.format(new Date(iso))

/** Use it in server components only (see timeText). */
export function RelativeTime({ date, now }: { date: Date | string; now?: Date }) {
  const { iso, text, title } = timeText(date, now)
  return (
    <time dateTime={iso} title={title} className="whitespace-nowrap">
      {text}
    </time>
  )
}
