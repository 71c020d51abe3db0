'use client'

import { useFormContext } from '@/components/form-context'

export type Choice = { value: string; label: string; consequence: string }

/** Radio buttons with the consequence of each choice. After an error the submitted choice is checked, not the stored one. */
export function RetentionChoices({ choices, current }: { choices: Choice[]; current: string }) {
  const { values, errors } = useFormContext()
  const chosen = values?.days ?? current
  return (
    <fieldset key={chosen} className="grid gap-2" aria-describedby={errors?.days ? 'days-error' : undefined}>
      <legend className="sr-only">Keep events</legend>
      {choices.map(({ value, label, consequence }) => (
        <label
          key={value}
          className="hover:bg-hover has-checked:border-ring has-checked:bg-sunken/50 flex items-baseline gap-3 rounded-lg border px-4 py-3"
        >
          <input
            type="radio"
            name="days"
            value={value}
            // The label would include the consequence in the name of the button, so name and description are set separately.
            aria-labelledby={`keep-${value}`}
            aria-describedby={`keep-${value}-does`}
            defaultChecked={value === chosen}
            className="accent-primary size-4 shrink-0 translate-y-0.5"
          />
          <span className="grid gap-x-4 sm:grow sm:grid-cols-[6rem_minmax(0,1fr)]">
            <span id={`keep-${value}`} className="text-sm font-medium">
              {label}
            </span>
            <span id={`keep-${value}-does`} className="text-muted text-[0.8125rem] text-pretty">
              {consequence}
            </span>
          </span>
        </label>
      ))}
      {errors?.days && (
        <p id="days-error" className="text-danger-text text-[0.8125rem] font-medium">
          {errors.days.join(' ')}
        </p>
      )}
    </fieldset>
  )
}
