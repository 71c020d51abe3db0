const formats = new WeakMap<object, Map<string, Intl.DateTimeFormat>>()

/**
 * In: the options, a constant of their module; a language and region; an IANA time zone. Out: the format, made once for all three,
 * because making one takes 0.2 ms.
 */
export function dateFormat(
  options: Readonly<Intl.DateTimeFormatOptions>,
  locale: string,
  timeZone: string,
): Intl.DateTimeFormat {
  const made = formats.get(options) ?? new Map<string, Intl.DateTimeFormat>()
  formats.set(options, made)
  const key = `${locale} ${timeZone}`
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
  made.set(key, format)
  return format
}

const day = { dateStyle: 'short' } as const

/** In: a time, and an IANA time zone. Out: the day there, 2026-01-31. Swedish writes days like ISO 8601. */
export const localDay = (time: Date | number, timeZone: string): string => dateFormat(day, 'sv', timeZone).format(time)
