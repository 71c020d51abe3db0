'use client'

import { useRef } from 'react'
import { copy } from '@/components/copy-field'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { useFormContext } from '@/components/form-context'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'

/** Creates the link and shows it once, because only its hash is stored. */
export function CopiedLink({ list }: { list: string }) {
  const link = useFormContext().values?.link
  const field = useRef<HTMLInputElement>(null)
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
        <Button
          className="noscript:hidden"
          onClick={() => {
            field.current?.select()
            void copy(link, 'Link copied.')
          }}
        >
          Copy
        </Button>
      </DialogActions>
    </>
  )
}
