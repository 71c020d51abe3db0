'use client'

// A picture inside an ordinary form, whose body is limited to 64 KiB: the browser makes it small before it is sent. The server draws it
// again. Without a script it is not offered; the settings have a form for it that needs none.
import { useId, useState, type ChangeEvent } from 'react'
import { Button } from './ui/button'
import { Label } from './ui/label'

const edge = 256
const maxLength = 45_000

type SmallPictureFieldProps = { name: string; label: string; onChange: (url: string) => void }

export function SmallPictureField({ name, label, onChange }: SmallPictureFieldProps) {
  const id = useId()
  const [picture, setPicture] = useState('')
  const [problem, setProblem] = useState('')
  const show = (url: string, why = '') => {
    setPicture(url)
    setProblem(why)
    onChange(url)
  }
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    target.value = ''
    if (!file) return
    const url = await makeSmall(file)
    if (url) show(url)
    else show('', 'Choose a PNG, JPEG or WebP picture.')
  }
  return (
    <div className="small-picture">
      <Label htmlFor={id}>{label}</Label>
      <div>
        <input
          id={id}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => void choose(event)}
          aria-describedby={`${id}-hint`}
        />
        {picture && (
          <Button variant="ghost" size="sm" onClick={() => show('')}>
            Remove
          </Button>
        )}
      </div>
      <p id={`${id}-hint`} className={problem ? 'text-danger-text' : 'text-muted'} role={problem ? 'alert' : undefined}>
        {problem || 'Optional. A square picture looks best.'}
      </p>
      <input type="hidden" name={name} value={picture} />
    </div>
  )
}

/** Out: a data URL of at most 256 × 256 pixels; null for a file that is no picture. */
async function makeSmall(file: File): Promise<string | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  for (const size of [edge, edge / 2]) {
    const scale = Math.min(1, size / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    for (const quality of [0.92, 0.7]) {
      const url = canvas.toDataURL('image/webp', quality)
      if (url.length <= maxLength) return url
    }
  }
  return null
}
