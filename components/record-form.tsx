// The form that creates or changes a record, with the fields listed in lib/<noun>/schema.ts. With a version, the second
// of two people who change the same record sees what the first one saved.
import type { ComponentProps } from 'react'
import { EditConflict, SaveButton } from '@/components/edit-conflict'
import { CheckboxField, Field, SelectField, TextareaField } from '@/components/field'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import type { FormField } from '@/lib/schemas'

type RecordFormProps = {
  action: ComponentProps<typeof Form>['action']
  fields: readonly FormField[]
  /** The button's label: "Create project". */
  submit: string
  /** The URL of the page for "Cancel". */
  cancel: string
  /** The record to change; absent for a new one. Values as text, by field. */
  record?: { noun: string; id: string; version: string; values: Record<string, string>; path: string }
}

export function RecordForm({ action, fields, submit, cancel, record }: RecordFormProps) {
  return (
    <Card>
      <CardBody>
        <Form action={action}>
          {record && (
            <>
              <input type="hidden" name="id" value={record.id} />
              <EditConflict
                noun={record.noun}
                version={record.version}
                texts={fields.map(({ name, label }) => ({ name, label, saved: record.values[name] ?? '' }))}
                path={record.path}
              />
            </>
          )}
          {fields.map((field) => (
            <RecordField key={field.name} field={field} value={record?.values[field.name]} />
          ))}
          <div className="flex flex-wrap gap-2">
            {record ? (
              <SaveButton version={record.version}>{submit}</SaveButton>
            ) : (
              <SubmitButton>{submit}</SubmitButton>
            )}
            <PageLink href={cancel} className={buttonVariants({ variant: 'ghost' })}>
              Cancel
            </PageLink>
          </div>
        </Form>
      </CardBody>
    </Card>
  )
}

/** The value of a box that is checked, in `record.values` and in what the form sends. */
export const checked = 'Yes'

/** A field of a record. `value`: its stored value, as text. `rows`: the height of a text of several lines. */
export function RecordField({
  field,
  value,
  rows = 5,
}: {
  field: FormField
  value?: string | undefined
  rows?: number
}) {
  const { name, label, hint } = field
  const common = { name, label, hint, defaultValue: value, autoComplete: 'off' }
  if (field.type === 'multiline') return <TextareaField {...common} rows={rows} />
  if (field.type === 'checkbox')
    return <CheckboxField name={name} label={label} hint={hint} value={checked} defaultChecked={value === checked} />
  if (field.type === 'select')
    return (
      <SelectField {...common} defaultValue={value ?? field.options[0]?.[0]}>
        {field.options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </SelectField>
    )
  return <Field {...common} type={field.type === 'date' ? 'date' : 'text'} inputMode={inputModes[field.type]} />
}

const inputModes = { text: undefined, date: undefined, integer: 'numeric', decimal: 'decimal' } as const
