'use client'

import { useFormContext } from './form-context'

// By hue; the same as hueNames in lib/organizations/hues.ts, which this component gets from its page.
type HueFieldProps = { names: readonly string[]; value: number }

/** The colors of an organization as swatches. They are ordinary radio buttons. */
export function HueField({ names, value }: HueFieldProps) {
  const { values } = useFormContext()
  const chosen = values?.hue ?? String(value)
  return (
    <fieldset className="hues">
      <legend>Color</legend>
      {names.map((name, hue) => (
        <label key={name} data-org-hue={hue} title={name}>
          <input type="radio" name="hue" value={hue} defaultChecked={String(hue) === chosen} aria-label={name} />
        </label>
      ))}
    </fieldset>
  )
}
