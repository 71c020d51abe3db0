'use client'

// A value to copy: shown in full, with a copy button. Without JavaScript it can be selected by hand.
import { useRef } from 'react'
import { Button } from './ui/button'
import { Input } from './ui/input'
import { Label } from './ui/label'
import { toast } from './ui/toast'

export async function copy(text: string, done: string): Promise<void> {
  await navigator.clipboard.writeText(text).then(
    () => toast(done),
    () => toast('Your browser blocked copying. Select the text and copy it.', 'danger'),
  )
}

export function CopyField({ id, label, value }: { id: string; label: string; value: string }) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <div className="flex gap-2">
        <Input
          ref={field}
          id={id}
          readOnly
          value={value}
          spellCheck={false}
          autoComplete="off"
          className="min-w-0 font-mono"
          onFocus={() => field.current?.select()}
        />
        <Button
          variant="secondary"
          className="noscript:hidden"
          aria-label={`Copy ${label.toLowerCase()}`}
          onClick={() => copy(value, `${label} copied.`)}
        >
          Copy
        </Button>
      </div>
    </div>
  )
}
