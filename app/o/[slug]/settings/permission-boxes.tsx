'use client'

// Chooses permissions, for a role and for an API key. The boxes are ordinary fields; with a script, buttons tick several at once.
import { useId, useRef, useState } from 'react'
import { CheckboxField } from '@/components/field'
import { useFormContext } from '@/components/form-context'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import {
  isForReading,
  offeredPermissions,
  permissionAreas,
  permissionSentence,
  type Permission,
} from '@/lib/permissions/catalogue'

type PermissionBoxesProps = {
  /** Ticked at first. */
  checked: readonly Permission[]
  /** The permissions that the viewer cannot give, each with a sentence that says who can grant it. */
  disabledReasons: Partial<Record<Permission, string>>
  /** The stored permissions, if they differ from what the form was based on. */
  theirs?: readonly Permission[] | undefined
  /** What follows the name of a permission. */
  notes?: Partial<Record<Permission, string>>
  /** What is shown while an area may be changed and not read, with the name of its permission to read. */
  unread?: (reading: string) => string
}

const none: ReadonlySet<string> = new Set()
const people = ['org:read', 'org:members:read', 'org:members:write', 'org:invitations:read', 'org:invitations:write']

const presets: [label: string, permissions: ReadonlySet<string>][] = [
  ['Read everything', new Set(offeredPermissions.filter(isForReading))],
  ['Members and invitations', new Set(people)],
  ['Everything', new Set(offeredPermissions)],
  ['Nothing', none],
]

export function PermissionBoxes({ checked, disabledReasons, theirs, notes = {}, unread }: PermissionBoxesProps) {
  const { values, errors } = useFormContext()
  const problems = errors?.permissions ?? []
  const id = useId()
  const isFree = (permission: Permission) => disabledReasons[permission] === undefined
  const { group, ticked, note, tick } = useTicked(values, checked)
  return (
    <div
      ref={group}
      role="group"
      aria-label="Permissions"
      aria-describedby={problems.length > 0 ? id : undefined}
      className="grid gap-4"
      onChange={note}
    >
      {problems.length > 0 && (
        <p id={id} className="text-danger-text text-[0.8125rem] font-medium">
          {problems.join(' ')}
        </p>
      )}
      <Presets ticked={ticked} offered={offeredPermissions.filter(isFree)} onChoose={tick} />
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
        {permissionAreas().map(({ name, permissions }) => (
          <div key={name} role="group" aria-label={name} data-area className="grid content-start gap-1">
            <div className="flex min-h-10.5 items-center justify-between gap-2 border-b pb-1.5">
              <span className="font-semibold tracking-tight">{name}</span>
              <Shortcuts area={name} offered={permissions.filter(isFree)} ticked={ticked} onChoose={tick} />
            </div>
            {permissions.map((permission) => (
              <Box
                key={permission}
                permission={permission}
                disabledReason={disabledReasons[permission]}
                checked={checked.includes(permission)}
                theirs={theirs?.includes(permission)}
                note={notes[permission]}
              />
            ))}
            {unread && <Unread permissions={permissions} sentence={unread} />}
          </div>
        ))}
      </div>
    </div>
  )
}

/** Shown by CSS (app/styles/roles.css), so that it also works without a script. */
function Unread({ permissions, sentence }: { permissions: Permission[]; sentence: (reading: string) => string }) {
  const reading = permissions.find(isForReading)
  if (!reading || !permissions.some((permission) => permission.endsWith(':write'))) return null
  return (
    <div aria-live="polite">
      <p data-unread className="text-warning-text pt-1 text-[0.8125rem] text-pretty">
        {sentence(permissionSentence(reading).replace(/\.$/, ''))}
      </p>
    </div>
  )
}

type Choose = (offered: readonly Permission[], wanted: ReadonlySet<string>) => void
type ChoiceProps = { offered: readonly Permission[]; ticked: ReadonlySet<string>; onChoose: Choose }

const isChosen = ({ offered, ticked }: Omit<ChoiceProps, 'onChoose'>, wanted: ReadonlySet<string>): boolean =>
  offered.every((permission) => ticked.has(permission) === wanted.has(permission))

function Presets({ onChoose, ...state }: ChoiceProps) {
  return (
    <div role="group" aria-label="Presets" className="flex flex-wrap items-center gap-1.5 noscript:hidden">
      <span className="me-1.5 font-medium">Permissions</span>
      {presets.map(([label, wanted]) => (
        <Button
          key={label}
          variant="secondary"
          size="sm"
          aria-pressed={isChosen(state, wanted)}
          className="aria-pressed:border-ring aria-pressed:bg-hover"
          onClick={() => onChoose(state.offered, wanted)}
        >
          {label}
        </Button>
      ))}
    </div>
  )
}

/** All, Read and None of an area. Read is left out if it is the same as one of the others. */
function Shortcuts({ area, onChoose, ...state }: ChoiceProps & { area: string }) {
  const { offered } = state
  const reading = offered.filter(isForReading)
  const choices: [label: string, wanted: ReadonlySet<string>][] = [
    ['All', new Set<string>(offered)],
    ...(reading.length > 0 && reading.length < offered.length
      ? [['Read', new Set<string>(reading)] as [string, ReadonlySet<string>]]
      : []),
    ['None', none],
  ]
  if (offered.length < 2) return null
  return (
    <div className="flex divide-x overflow-hidden rounded-md border text-xs noscript:hidden">
      {choices.map(([label, wanted]) => (
        <button
          key={label}
          type="button"
          aria-pressed={isChosen(state, wanted)}
          className="text-muted hover:text-ink aria-pressed:bg-hover aria-pressed:text-ink min-h-9 px-2.5 font-medium -outline-offset-2 sm:min-h-7 sm:px-2"
          onClick={() => onChoose(offered, wanted)}
        >
          {label}
          <span className="sr-only"> of {area}</span>
        </button>
      ))}
    </div>
  )
}

type BoxProps = {
  permission: Permission
  disabledReason: string | undefined
  checked: boolean
  theirs: boolean | undefined
  note: string | undefined
}

function Box({ permission, disabledReason, checked, theirs, note }: BoxProps) {
  const { values } = useFormContext()
  const differs = theirs !== undefined && theirs !== (values?.[permission] !== undefined)
  return (
    <CheckboxField
      name={permission}
      label={permissionSentence(permission)}
      defaultChecked={checked}
      disabled={disabledReason !== undefined}
      className={disabledReason ? 'text-muted!' : undefined}
      hint={
        <>
          <code className="font-mono text-xs">{permission}</code>
          {disabledReason && ` · You don’t have this permission, so you can’t grant it. ${disabledReason}`}
          {note && ` · ${note}`}
          {differs && (
            <Badge tone="warning" className="ms-2">
              Saved version: {theirs ? 'allowed' : 'not allowed'}
            </Badge>
          )}
        </>
      }
    />
  )
}

/** The boxes keep their own state. This follows it, for the buttons, and starts again with each answer to the form. */
function useTicked(values: Record<string, string> | undefined, checked: readonly Permission[]) {
  const group = useRef<HTMLDivElement>(null)
  const [followed, setFollowed] = useState<{ since: typeof values; ticked: ReadonlySet<string> }>()
  const first = new Set<string>(values ? offeredPermissions.filter((each) => values[each] !== undefined) : checked)
  const ticked = followed && followed.since === values ? followed.ticked : first
  const boxes = () => [...(group.current?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
  const note = () =>
    setFollowed({ since: values, ticked: new Set(boxes().flatMap((box) => (box.checked ? [box.name] : []))) })
  const tick: Choose = (offered, wanted) => {
    for (const box of boxes()) if (offered.some((each) => each === box.name)) box.checked = wanted.has(box.name)
    note()
  }
  return { group, ticked, note, tick }
}
