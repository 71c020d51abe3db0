'use client'

import { useEffect, useRef, type ReactNode } from 'react'
import { copy } from '@/components/copy-field'
import { useFormContext } from '@/components/form-context'
import { PageLink } from '@/components/page-link'
import { Alert } from '@/components/ui/alert'
import { Button, buttonVariants } from '@/components/ui/button'

type ShownCodesProps = { title: string; next: string; children: ReactNode }

/** The form's fields, and after its action the recovery codes in their place. They are shown only once. */
export function ShownCodes({ title, next, children }: ShownCodesProps) {
  const codes = useFormContext().values?.codes
  if (!codes) return children
  return <Codes title={title} next={next} codes={codes.split(' ')} />
}

function Codes({ title, next, codes }: { title: string; next: string; codes: string[] }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // The submit button is gone and had the focus, so move the focus here.
  useEffect(() => heading.current?.focus(), [])
  const text = codes.join('\n')
  return (
    <div className="grid gap-5">
      <h2 ref={heading} tabIndex={-1} className="font-semibold tracking-tight outline-none">
        {title}
      </h2>
      <Alert tone="warning" title="Keep these ten recovery codes now: they are not shown again.">
        Each works once if you lose your device. Keep them somewhere else: in a password manager, or on paper.
      </Alert>
      <ol
        aria-label="Recovery codes"
        className="bg-sunken grid gap-x-8 gap-y-2 rounded-lg border px-5 py-4 font-mono text-sm min-[26rem]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <PageLink href={next} className={buttonVariants()}>
          I’ve saved them
        </PageLink>
        <Button variant="secondary" className="noscript:hidden" onClick={() => copy(text, 'Recovery codes copied.')}>
          Copy
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="recovery-codes.txt"
          className={buttonVariants({ variant: 'secondary' })}
        >
          Download
        </a>
      </div>
    </div>
  )
}
