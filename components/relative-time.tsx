import { timeTitle } from '@/components/ui/time-title'
import { dateFormat } from '@/lib/date-formats'
import { viewerLocale, viewerTimeZone } from '@/lib/pages'

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

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
  clock: { hour: 'numeric', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/**
 * In: a time, and how exact. Out: it in the viewer's time zone and as their region writes it: "Nov 28, 2026, 1:44 PM UTC". Server
 * components only.
 */
export const exactTime = (date: Date, style: keyof typeof styles = 'minute'): string =>
  dateFormat(styles[style], viewerLocale(), viewerTimeZone()).format(date)

function relativeTime(date: Date, now: Date) {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? relative.format(Math.round(seconds / step[1]), step[0]) : 'just now'
}

/**
 * A time in words, made on the server: the browser's clock would give another text and hydration would fail. `iso`: to the
 * minute and in the viewer's time zone, 2026-01-31T18:05+09:00.
 */
export type TimeText = { iso: string; text: string }

export function timeText(date: Date | string, now: Date = new Date()): TimeText {
  const time = new Date(date)
  return { iso: localIso(time), text: relativeTime(time, now) }
}

// Swedish writes times like ISO 8601: 2026-01-31 18:05 GMT+09:00.
const local = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'longOffset',
} as const

function localIso(time: Date): string {
  const timeZone = viewerTimeZone()
  if (timeZone === 'UTC') return `${time.toISOString().slice(0, 16)}Z`
  const [day, clock, offset = ''] = dateFormat(local, 'sv', timeZone).format(time).replace('\u2212', '-').split(' ')
  return `${day}T${clock}${offset.replace('GMT', '') || 'Z'}`
}

/** A time with the clock alone, in the viewer's time zone. Server components only. */
export const ClockTime = ({ date }: { date: Date }) => <time dateTime={localIso(date)}>{exactTime(date, 'clock')}</time>

/** In: a day, 2026-01-31. Out: "Jan 31, 2026", or as the viewer's region writes it. Server components only. */
export const dayText = (iso: string): string => dateFormat(styles.day, viewerLocale(), 'UTC').format(new Date(iso))

/** Use it in server components only (see timeText). */
export function RelativeTime({ date, now }: { date: Date | string; now?: Date }) {
  const { iso, text } = timeText(date, now)
  return (
    <time dateTime={iso} title={timeTitle(iso)}>
      {text}
    </time>
  )
}
