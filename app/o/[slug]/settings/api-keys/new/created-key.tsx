'use client'

import { useEffect, useRef, type ReactNode } from 'react'
import { copy, CopyField } from '@/components/copy-field'
import { useFormContext } from '@/components/form-context'
import { PageLink } from '@/components/page-link'
import { Alert } from '@/components/ui/alert'
import { Button, buttonVariants } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { whatStays } from './what-stays'

/**
 * The form's fields, and after creation the secret in their place. It is shown only once, because only its hash is stored. `title`: of
 * the tab from then on.
 */
export function CreatedKey({ path, title, children }: { path: string; title: string; children: ReactNode }) {
  const { values } = useFormContext()
  const { clientId, clientSecret, command, keyName, reach } = values ?? {}
  if (!clientId || !clientSecret || !command) return children
  return (
    <div className="grid gap-5">
      {/* Before that of the page, which is the form's. */}
      <title>{title}</title>
      <Head name={keyName ?? ''} />
      {reach && <Alert title="This key can bring people in or change roles">{whatStays}</Alert>}
      <CopyField id="client-id" label="Client ID" value={clientId} />
      <CopyField id="client-secret" label="Client secret" value={clientSecret} />
      <div className="grid gap-2">
        <CodeBlock wrap className="shadow-none" caption="Get a token" code={command} />
        <Button
          variant="secondary"
          size="sm"
          className="justify-self-start noscript:hidden"
          onClick={() => copy(command, 'Command copied.')}
        >
          Copy command
        </Button>
      </div>
      <PageLink href={path} className={buttonVariants({ className: 'justify-self-start' })}>
        Done
      </PageLink>
    </div>
  )
}

function Head({ name }: { name: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // The submit button is gone and had the focus, so move the focus here.
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className="font-semibold tracking-tight wrap-anywhere outline-none">
        “{name}” is ready
      </h2>
      <Alert tone="warning" title="Copy the secret now. You won’t see it again.">
        Store it with your program’s secrets, never in code. If you lose it, revoke this key and create another.
      </Alert>
    </>
  )
}
