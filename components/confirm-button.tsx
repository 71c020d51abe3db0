import type { ComponentProps, ReactNode } from 'react'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'

type ConfirmButtonProps = Pick<ComponentProps<typeof Form>, 'action' | 'fields'> &
  Pick<ComponentProps<typeof Dialog>, 'trigger' | 'title' | 'size' | 'variant'> & {
    /** Of the button that does it: "Delete project". */
    submit: string
    /** What will happen. */
    children: ReactNode
  }

/** A button that asks before it destroys something. */
export function ConfirmButton({ action, fields, submit, children, variant = 'ghost', ...dialog }: ConfirmButtonProps) {
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
