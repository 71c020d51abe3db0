'use client'

// Form fields: label, control, hint and all errors, connected for screen readers. They also work outside a <Form>.
import { useId, useState, type ComponentProps, type ReactNode } from 'react'
import { useFormContext } from './form-context'
import { Checkbox } from './ui/checkbox'
import { Input } from './ui/input'
import { Label } from './ui/label'
import { Select } from './ui/select'
import { Textarea } from './ui/textarea'

type Common = { name: string; label: string; hint?: ReactNode }

/** The server's errors for this field, and the attributes that connect the control with its label and messages. */
function useField(name: string, hint: ReactNode, givenId?: string) {
  const { errors, values } = useFormContext()
  const ownId = useId()
  const id = givenId ?? ownId
  const messages = errors?.[name] ?? []
  const described = [hint && `${id}-hint`, messages.length > 0 && `${id}-error`].filter(Boolean).join(' ')
  const control = {
    id,
    name,
    'aria-invalid': messages.length > 0 || undefined,
    'aria-describedby': described || undefined,
  }
  return { id, messages, control, echoed: values?.[name] }
}

type FrameProps = {
  id: string
  label: string
  hint?: ReactNode
  messages: string[]
  children: ReactNode
}

function Frame({ id, label, hint, messages, children }: FrameProps) {
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      {children}
      <Notes id={id} hint={hint} messages={messages} />
    </div>
  )
}

function Notes({ id, hint, messages }: Pick<FrameProps, 'id' | 'hint' | 'messages'>) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-[0.8125rem] text-pretty">
          {hint}
        </p>
      )}
      {messages.length > 0 && (
        <ul id={`${id}-error`} className="text-danger-text grid gap-0.5 text-[0.8125rem] font-medium">
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </>
  )
}

export function Field({ name, label, hint, id, defaultValue, ...props }: Common & ComponentProps<'input'>) {
  const field = useField(name, hint, id)
  return (
    <Frame {...field} label={label} hint={hint}>
      <Input {...props} {...field.control} defaultValue={field.echoed ?? defaultValue} />
    </Frame>
  )
}

export function TextareaField({ name, label, hint, id, defaultValue, ...props }: Common & ComponentProps<'textarea'>) {
  const field = useField(name, hint, id)
  return (
    <Frame {...field} label={label} hint={hint}>
      <Textarea {...props} {...field.control} defaultValue={field.echoed ?? defaultValue} />
    </Frame>
  )
}

export function SelectField({ name, label, hint, id, defaultValue, ...props }: Common & ComponentProps<'select'>) {
  const field = useField(name, hint, id)
  const value = field.echoed ?? defaultValue
  return (
    <Frame {...field} label={label} hint={hint}>
      {/* React resets a select to its first option after an action; a new key remounts it with the submitted value. */}
      <Select key={String(value)} {...props} {...field.control} defaultValue={value} />
    </Frame>
  )
}

export function CheckboxField({ name, label, hint, id, defaultChecked, ...props }: Common & ComponentProps<'input'>) {
  const { values } = useFormContext()
  const field = useField(name, hint, id)
  const checked = values ? field.echoed !== undefined : defaultChecked
  return (
    <div>
      <Checkbox key={String(checked)} {...props} {...field.control} defaultChecked={checked}>
        {label}
      </Checkbox>
      <div className="ps-6.5">
        <Notes {...field} hint={hint} />
      </div>
    </div>
  )
}

/**
 * The server never returns a typed password. The button says only "Show", because a second control named "password"
 * would confuse screen reader users.
 */
export function PasswordField({ name, label, hint, id, ...props }: Common & ComponentProps<'input'>) {
  const field = useField(name, hint, id)
  const [shown, setShown] = useState(false)
  return (
    <Frame {...field} label={label} hint={hint}>
      <span className="relative block">
        <Input {...props} {...field.control} type={shown ? 'text' : 'password'} className="pe-16" spellCheck={false} />
        <button
          type="button"
          onClick={() => setShown(!shown)}
          className="text-muted hover:text-ink absolute inset-y-0 inset-e-0 min-w-14 rounded-md px-3 text-[0.8125rem] font-medium noscript:hidden"
        >
          {shown ? 'Hide' : 'Show'}
        </button>
      </span>
    </Frame>
  )
}
