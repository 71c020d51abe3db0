import { SelectField } from '@/components/field'
import { timeZones } from '@/lib/accounts/schema'

/** The time zones by region, as the browser's own list. */
export function TimeZoneField({ chosen }: { chosen: string }) {
  // An update of the runtime may rename the chosen one.
  const all = timeZones.includes(chosen) ? timeZones : [chosen, ...timeZones]
  return (
    <SelectField name="time_zone" label="Time zone" defaultValue={chosen} hint="Dates and times on every page use it.">
      {[...new Set(all.map(regionOf))].map((region) => (
        <optgroup key={region} label={region}>
          {all
            .filter((name) => regionOf(name) === region)
            .map((name) => (
              <option key={name} value={name}>
                {name.replaceAll('_', ' ')}
              </option>
            ))}
        </optgroup>
      ))}
    </SelectField>
  )
}

const regionOf = (name: string): string => (name.includes('/') ? name.split('/')[0]! : 'World')
