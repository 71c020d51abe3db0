'use client'

// Fields for name and slug. The slug follows the name until it is edited, and the server says whether it is free. Without
// JavaScript it stays as proposed, and the server makes one if it is empty.
import { useEffect, useRef, useState } from 'react'
import { Field } from '@/components/field'
import { toSlugText } from '@/lib/organizations/slug-text'

type NameAndSlugProps = { address: string; proposal?: { name: string; slug: string } | undefined }

const sentences = {
  free: 'It’s available.',
  taken: 'It’s taken. Choose another.',
  reserved: 'It’s reserved. Choose another.',
  invalid: 'Use small letters, digits and single hyphens between them.',
}

type State = keyof typeof sentences

export function NameAndSlug({ address, proposal }: NameAndSlugProps) {
  const slug = useRef<HTMLInputElement>(null)
  const proposed = useRef(proposal?.slug ?? '')
  const [shown, setShown] = useState(proposal?.slug ?? '')
  const state = useSlugState(shown)

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
        defaultValue={proposal?.name}
        onInput={(event) => propose(event.currentTarget.value)}
      />
      <Field
        ref={slug}
        name="slug"
        label="Slug"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={proposal?.slug}
        onInput={(event) => setShown(event.currentTarget.value)}
        hint={
          <>
            Its address:{' '}
            <span className="text-ink font-mono text-xs break-all">
              {address}
              {shown || 'your-organization'}
            </span>
            . <span role="status">{state ? sentences[state] : 'Leave it empty to base it on the name.'}</span>
          </>
        }
      />
    </>
  )
}

const pauseMs = 400

/** Whether the slug is free, shortly after the last key; nothing while it is not known. */
function useSlugState(slug: string): State | undefined {
  const [known, setKnown] = useState<{ slug: string; state: State }>()
  useEffect(() => {
    if (!slug) return
    const request = new AbortController()
    const timer = setTimeout(() => {
      askState(slug, request.signal).then(
        (state) => state && setKnown({ slug, state }),
        // Creating the organization decides.
        () => {},
      )
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [slug])
  return known?.slug === slug ? known.state : undefined
}

async function askState(slug: string, signal: AbortSignal): Promise<State | undefined> {
  const answer = await fetch(`/api/organizations/slug?slug=${encodeURIComponent(slug.slice(0, 100))}`, { signal })
  return answer.ok ? ((await answer.json()) as { state: State }).state : undefined
}
