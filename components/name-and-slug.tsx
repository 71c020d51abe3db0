'use client'

// Fields for name and slug. The slug follows the name until it is edited. Without JavaScript it stays empty, and the
// server makes one.
import { useRef, useState } from 'react'
import { Field } from '@/components/field'
import { toSlugText } from '@/lib/organizations/slug-text'

export function NameAndSlug({ address }: { address: string }) {
  const slug = useRef<HTMLInputElement>(null)
  const proposed = useRef('')
  const [shown, setShown] = useState('')

  function propose(name: string) {
    const field = slug.current
    if (!field || field.value !== proposed.current) return
    field.value = proposed.current = toSlugText(name)
    setShown(field.value)
  }

  return (
    <>
      <Field
        name="name"
        label="Organization name"
        autoComplete="organization"
        onInput={(event) => propose(event.currentTarget.value)}
      />
      <Field
        ref={slug}
        name="slug"
        label="Slug"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onInput={(event) => setShown(event.currentTarget.value)}
        hint={
          <>
            Its address:{' '}
            <span className="text-ink font-mono text-xs break-all">
              {address}
              {shown || 'your-organization'}
            </span>
            . Leave it empty to base it on the name.
          </>
        }
      />
    </>
  )
}
