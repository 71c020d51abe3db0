'use client'

// A plain multipart form, so that it works without a script. With a script it shows a preview, and does not send a file that
// would be refused.
import { clsx } from 'clsx'
import { useId, useState, type ChangeEvent, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Label } from '@/components/ui/label'

// Styles the browser's file button like our buttons.
const fileLook = clsx(
  'text-muted w-full min-w-0 rounded-md text-sm',
  'file:border-line file:bg-raised file:text-ink file:hover:border-line-strong file:me-3 file:h-11 file:cursor-pointer',
  'file:rounded-md file:border file:border-solid file:px-3.5 file:font-medium sm:file:h-9',
)

type Problem = 'not_a_picture' | 'too_heavy'

type PictureFormProps = {
  action: string
  field: string
  types: readonly string[]
  maxBytes: number
  sentences: Record<Problem, string>
  /** The error of the last upload. */
  problem: string | null
  submitLabel: string
  current: ReactNode
  /** Shows the preview as a person's picture is shown. */
  round?: boolean
  /** A control next to the submit button, outside the form, because it is a form of its own. */
  remove: ReactNode
}

export function PictureForm({
  action,
  field,
  types,
  maxBytes,
  sentences,
  submitLabel,
  current,
  ...rest
}: PictureFormProps) {
  const id = useId()
  const [preview, setPreview] = useState<string | null>(null)
  const [problem, setProblem] = useState(rest.problem)
  const [sent, setSent] = useState(false)

  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0]
    const found = file && problemOf(file, types, maxBytes)
    setProblem(found ? sentences[found] : null)
    setPreview(null)
    setSent(false)
    if (found) target.value = ''
    else if (file) read(file, setPreview)
  }

  return (
    <div className="flex flex-wrap items-start gap-5">
      {preview ? <Preview url={preview} round={rest.round} /> : current}
      <div className="grid min-w-0 grow basis-60 gap-4">
        <form
          id={`${id}-form`}
          action={action}
          method="post"
          encType="multipart/form-data"
          onSubmit={(event) => (sent ? event.preventDefault() : setSent(true))}
          className="grid gap-1.5"
        >
          <Label htmlFor={id}>Picture</Label>
          <input
            id={id}
            type="file"
            name={field}
            accept={types.join(',')}
            required
            onChange={choose}
            aria-invalid={problem ? true : undefined}
            aria-describedby={`${id}-hint${problem ? ` ${id}-error` : ''}`}
            className={fileLook}
          />
          <p id={`${id}-hint`} className="text-muted text-[0.8125rem] text-pretty">
            PNG, JPEG or WebP, up to {maxBytes >> 20} MB. A square of 256 pixels or more looks best.
          </p>
          {problem && (
            <p id={`${id}-error`} role="alert" className="text-danger-text text-[0.8125rem] font-medium text-pretty">
              {problem}
            </p>
          )}
        </form>
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            variant="secondary"
            form={`${id}-form`}
            aria-busy={sent || undefined}
            aria-disabled={sent || undefined}
          >
            {submitLabel}
          </Button>
          {rest.remove}
        </div>
      </div>
    </div>
  )
}

function problemOf(file: File, types: readonly string[], maxBytes: number): Problem | null {
  if (!types.includes(file.type)) return 'not_a_picture'
  return file.size > maxBytes ? 'too_heavy' : null
}

// A data URL, because our CSP does not allow blob URLs.
function read(file: File, show: (url: string) => void): void {
  const reader = new FileReader()
  reader.onload = () => show(String(reader.result))
  reader.readAsDataURL(file)
}

const Preview = ({ url, round }: { url: string; round: boolean | undefined }) => (
  <img
    src={url}
    alt="Preview"
    className={clsx(
      'border-line size-20 shrink-0 border',
      round ? 'rounded-full object-cover' : 'rounded-[28%] bg-white object-contain p-px',
    )}
  />
)
