// How the pages of the log write numbers and moments, which are in UTC like the log itself.
const number = new Intl.NumberFormat('en')
const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

export const inDigits = (count: number): string => number.format(count)

export const onDay = (time: Date): string => day.format(time)

export const countedEvents = (count: number): string => `${number.format(count)} ${count === 1 ? 'event' : 'events'}`
