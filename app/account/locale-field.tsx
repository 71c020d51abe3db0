import { SelectField } from '@/components/field'
import { locales } from '@/lib/accounts/schema'

/** The languages and regions, each with how it writes a time and a number. */
export function LocaleField({ chosen, timeZone }: { chosen: string; timeZone: string }) {
  const now = new Date()
  return (
    <SelectField
      name="locale"
      label="Language and region"
      defaultValue={chosen}
      hint="How dates and numbers are written. The words are English everywhere."
    >
      {Object.entries(locales).map(([locale, name]) => (
        <option key={locale} value={locale}>
          {name}: {exampleIn(locale, timeZone, now)}
        </option>
      ))}
    </SelectField>
  )
}

function exampleIn(locale: string, timeZone: string, now: Date): string {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return `${time.format(now)} · ${new Intl.NumberFormat(locale).format(1_234_567.8)}`
}
