'use client'

import { useRef } from 'react'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { useFormContext } from '@/components/form-context'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'

/** Creates the link and shows it once, because only its hash is stored. */
export function CopiedLink({ list }: { list: string }) {
  const link = useFormContext().values?.link
  const field = useRef<HTMLInputElement>(null)
  async function copy() {
    field.current?.select()
    await navigator.clipboard.writeText(link!).then(
      () => toast('Link copied.'),
      () => toast('Your browser blocked copying. Select the text and copy it.', 'danger'),
    )
  }
  if (!link) {
    return (
      <DialogActions>
        <BackLink href={list} />
        <SubmitButton>Make a new link</SubmitButton>
      </DialogActions>
    )
  }
  return (
    <>
      <Input
        ref={field}
        readOnly
        autoFocus
        value={link}
        aria-label="Invitation link"
        onFocus={() => field.current?.select()}
      />
      <DialogActions>
        <BackLink href={list}>Done</BackLink>
        <Button onClick={copy} className="noscript:hidden">
          Copy
        </Button>
      </DialogActions>
    </>
  )
}
