import type { ComponentProps } from 'react'
import { Form } from '@/components/form'
import { SubmitButton } from './submit-button'
import { Alert } from '@/components/ui/alert'
import type { readFlash } from '@/lib/flash'

type FlashNoticeProps = { flash: Awaited<ReturnType<typeof readFlash>>; undo?: ComponentProps<typeof Form>['action'] }

/** Shows the flash message if there is no JavaScript for the toaster. */
export function FlashNotice({ flash, undo }: FlashNoticeProps) {
  if (!flash) return null
  return (
    <noscript>
      <Alert tone="success" role="status" className="mb-6">
        {flash.message}
      </Alert>
      {undo && flash.undo && (
        <Form action={undo} fields={flash.undo} className="mb-6 grid gap-3">
          <SubmitButton variant="secondary">Undo</SubmitButton>
        </Form>
      )}
    </noscript>
  )
}
