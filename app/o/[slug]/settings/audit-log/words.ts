// Formats numbers and times for the pages of the audit log. Times are in UTC, like in the log.
const number = new Intl.NumberFormat('en')
const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

export const inDigits = (count: number): string => number.format(count)

export const onDay = (time: Date): string => day.format(time)

export const countedEvents = (count: number): string => `${number.format(count)} ${count === 1 ? 'event' : 'events'}`
