import type { ComponentProps, ReactNode } from 'react'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'

type ConfirmButtonProps = Pick<ComponentProps<typeof Form>, 'action' | 'fields'> &
  Pick<ComponentProps<typeof Dialog>, 'trigger' | 'title' | 'size' | 'variant'> & {
    /** The label of the confirming button: "Delete project". */
    submit: string
    /** What the action does. */
    children: ReactNode
  }

/** A button that asks for confirmation before a destructive action. */
export function ConfirmButton({
  action,
  fields,
  submit,
  children,
  variant = 'quiet-danger',
  ...dialog
}: ConfirmButtonProps) {
  return (
    <Dialog {...dialog} variant={variant} description={children}>
      <Form action={action} fields={fields}>
        <DialogActions>
          <DialogCancel />
          <SubmitButton variant="danger">{submit}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
