// Formats numbers and times for the pages of the audit log, as the viewer's region writes them; an action says which. Times are in UTC, like in the log.
import { dateFormat } from '@/lib/date-formats'
import { viewerLocale } from '@/lib/pages'

const day = { dateStyle: 'long' } as const

export const inDigits = (count: number, locale = viewerLocale()): string => new Intl.NumberFormat(locale).format(count)

export const onDay = (time: Date, locale = viewerLocale()): string => dateFormat(day, locale, 'UTC').format(time)

export const countedEvents = (count: number, locale?: string): string =>
  `${inDigits(count, locale)} ${count === 1 ? 'event' : 'events'}`
