'use client'

// Edit conflicts: shows what another person saved beside what was typed. The form sends the version that it was made
// from; if that is outdated, both values are shown, and saving again overwrites on purpose.
import { useState } from 'react'
import { SubmitButton } from './submit-button'
import { useFormContext } from './form-context'

/** A text field that both may have changed, with its stored value. */
type SavedText = { name: string; label: string; saved: string }

/** Any other field: the stored and the chosen value, as the page displays them. */
export type Compared = { label: string; saved: string; typed: string }

/** Whether the surrounding form was answered with an edit conflict. `version`: the one that the page shows now. */
export function useEditConflict(version: string | undefined): boolean {
  const { status, values } = useFormContext()
  return status === 'error' && values?.version !== undefined && version !== undefined && values.version !== version
}

// The version to send: the one that the person started from. A refresh brings a newer one while they type. It counts when it differs
// in other fields only, when they saved it themselves, and when the conflict has been shown.
function useExpectedVersion(version: string, saved: string): string {
  const { version: own } = useFormContext()
  const [base, setBase] = useState({ version, saved })
  const hasConflict = useEditConflict(version)
  if (version !== base.version && (saved === base.saved || version === own || hasConflict)) setBase({ version, saved })
  return base.version
}

type EditConflictProps = {
  /** The noun of the record: "role". */
  noun: string
  version: string
  texts: SavedText[]
  others?: Compared[]
  /** The page with the saved version. */
  path: string
}

/** Put it into every form that changes an existing record. */
export function EditConflict({ noun, version, texts, others = [], path }: EditConflictProps) {
  const { values } = useFormContext()
  const saved = JSON.stringify([...texts, ...others].map((each) => each.saved))
  const expectedVersion = useExpectedVersion(version, saved)
  const typed = texts.map(({ name, ...text }) => ({ ...text, typed: values?.[name] ?? '' }))
  return (
    <>
      <input type="hidden" name="version" value={expectedVersion} />
      {useEditConflict(version) && <Conflict noun={noun} compared={[...typed, ...others]} path={path} />}
    </>
  )
}

/** The submit button of that form; its label changes when saving would overwrite another version. */
export function SaveButton({ version, children }: { version: string | undefined; children: string }) {
  return <SubmitButton>{useEditConflict(version) ? 'Save my version' : children}</SubmitButton>
}

function Conflict({ noun, compared, path }: { noun: string; compared: Compared[]; path: string }) {
  const different = compared.filter(({ saved, typed }) => saved.trim() !== typed.trim())
  return (
    <section
      aria-labelledby="edit-conflict"
      className="border-warning-text/30 bg-warning-soft grid gap-3 rounded-lg border p-4"
    >
      <h2 id="edit-conflict" className="text-warning-text font-semibold">
        Someone else edited this {noun} while you were editing
      </h2>
      {different.length > 0 ? (
        <dl className="bg-surface grid divide-y rounded-md border">
          {different.map((each) => (
            <Difference key={each.label} {...each} />
          ))}
        </dl>
      ) : (
        <p>What you typed is the same as the saved version.</p>
      )}
      <p className="text-pretty">
        Your version is below. Saving replaces theirs; edit yours first to combine the two. Or{' '}
        <a href={path} className="underline underline-offset-3">
          use the saved version
        </a>
        .
      </p>
    </section>
  )
}

function Difference({ label, saved, typed }: Compared) {
  return (
    <div className="grid gap-x-4 gap-y-1 px-3 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_minmax(0,1.2fr)]">
      <dt className="font-medium">{label}</dt>
      <dd className="wrap-anywhere whitespace-pre-line">
        <span className="text-muted block text-xs">Saved version</span>
        <del className="no-underline">{saved || 'Empty'}</del>
      </dd>
      <dd className="wrap-anywhere whitespace-pre-line">
        <span className="text-muted block text-xs">Yours</span>
        <ins className="font-medium no-underline">{typed || 'Empty'}</ins>
      </dd>
    </div>
  )
}
