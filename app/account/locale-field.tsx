import { SelectField } from '@/components/field'
import { locales } from '@/lib/accounts/schema'

/** The languages and regions, and how the saved one writes a day and a number. */
export function LocaleField({ chosen, timeZone }: { chosen: string; timeZone: string }) {
  const day = new Intl.DateTimeFormat(chosen, { dateStyle: 'medium', timeZone }).format(new Date())
  const number = new Intl.NumberFormat(chosen).format(1_234_567.8)
  return (
    <SelectField
      name="locale"
      label="Language and region"
      defaultValue={chosen}
      hint={`Dates and numbers are written like ${day} and ${number}. The interface is in English.`}
    >
      {Object.entries(locales).map(([locale, name]) => (
        <option key={locale} value={locale}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
