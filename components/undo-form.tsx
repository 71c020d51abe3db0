'use client'

// The undo form in a toast. It is an ordinary form, so it can ask for the password; its answer is the next toast.
import { useContext, useEffect, type ComponentProps } from 'react'
import { Form } from './form'
import { SubmitButton } from './submit-button'
import { useFormContext } from './form-context'
import { toast, ToastContext } from './ui/toast'

export function UndoForm({ action }: Pick<ComponentProps<typeof Form>, 'action'>) {
  const { undo } = useContext(ToastContext)
  if (!undo) return null
  return (
    <Form action={action} fields={undo} className="[&>[role=alert]]:hidden">
      <SubmitButton variant="ghost" size="sm" className="text-ink underline underline-offset-2">
        Undo
      </SubmitButton>
      <Answered />
    </Form>
  )
}

function Answered() {
  const { status, code, message } = useFormContext()
  const { dismiss } = useContext(ToastContext)
  useEffect(() => {
    if (status === 'idle' || code === 'reauth_required') return
    if (status === 'error' && message) toast(message, 'danger')
    dismiss()
  }, [status, code, message, dismiss])
  return null
}
