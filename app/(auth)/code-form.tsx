import type { ComponentProps } from 'react'
import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'

type CodeFormProps = Pick<ComponentProps<typeof Form>, 'action'> & {
  code: string | undefined
  callbackUrl: string | undefined
  submit: string
}

/** `code`: the one of the mailed link. `callbackUrl`: the page that was asked for first. */
export function CodeForm({ action, code, callbackUrl, submit }: CodeFormProps) {
  return (
    <Form action={action} fields={callbackUrl ? { callbackUrl } : {}}>
      <Field
        name="code"
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        defaultValue={code}
        spellCheck={false}
        autoFocus
        className="font-mono tracking-[0.3em]"
      />
      <SubmitButton block>{submit}</SubmitButton>
    </Form>
  )
}
