'use client'

import type { ComponentProps } from 'react'
import { toast } from './ui/toast'
import { isAnswer, unansweredMessage } from './unanswered'
import { useIsScripted } from './use-is-scripted'

type KeepingFormProps = Omit<ComponentProps<'form'>, 'action'> & { action: (data: FormData) => Promise<void> }

/** A form whose action answers nothing. If no answer arrives, it says so: the error would replace the page and all that was typed. */
export function KeepingForm({ action, ...props }: KeepingFormProps) {
  return <form action={useIsScripted() ? (data) => action(data).catch(tellUnanswered) : action} {...props} />
}

/** Says that no answer arrived, where no form can. Throws what the server answered. */
export function tellUnanswered(error: unknown): void {
  if (isAnswer(error)) throw error
  toast(unansweredMessage(), 'danger')
}
