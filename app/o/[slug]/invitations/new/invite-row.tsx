'use client'

import { useId } from 'react'
import { useFormContext } from '@/components/form-context'
import { RoleOptions } from '@/components/role-options'
import { SubmitButton } from '@/components/submit-button'
import { Badge } from '@/components/ui/badge'
import { Icon } from '@/components/ui/icon'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { isRoleOf, type Holder } from '@/lib/permissions/roles'
import { stateOf, type RowState } from './row-results'

type InviteRowProps = {
  index: string
  number: number
  holder: Holder
  /** The id of the reason why some roles cannot be chosen. */
  whyNot: string | undefined
  /** Whether the row has been changed since its check. */
  isEdited: boolean
}

export const rowGrid = 'sm:grid-cols-[minmax(0,1fr)_9rem_minmax(0,13rem)_2.25rem]'

/** One address and its role, with the result of its check. */
export function InviteRow({ index, number, holder, whyNot, isEdited }: InviteRowProps) {
  const { values = {}, errors = {} } = useFormContext()
  const id = useId()
  const email = values[`email.${index}`] ?? ''
  const role = values[`role.${index}`] ?? ''
  const state = isEdited ? null : stateOf(values, index)
  const field = (name: 'email' | 'role') => ({
    name: `${name}.${index}`,
    'aria-label': `${name === 'email' ? 'Email' : 'Role'} ${number}`,
    'aria-invalid': !isEdited && errors[`${name}.${index}`] ? true : undefined,
    'aria-describedby': name === 'role' && whyNot ? `${id} ${whyNot}` : id,
  })
  return (
    <li
      data-index={index}
      data-state={state?.kind}
      className={`group grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 rounded-lg border p-3 sm:rounded-none sm:border-0 sm:px-0 sm:py-2 ${rowGrid}`}
    >
      <div className="min-w-0 group-data-[state=skip]:opacity-60">
        <Input {...field('email')} type="email" spellCheck={false} defaultValue={email} autoFocus={email === ''} />
      </div>
      <div className="min-w-0 group-data-[state=skip]:opacity-60 max-sm:col-start-1 max-sm:row-start-2">
        <Select key={role} {...field('role')} defaultValue={role}>
          {!isRoleOf(holder, role) && <option value={role}>{role || 'None'}?</option>}
          <RoleOptions holder={holder} kept={role} />
        </Select>
      </div>
      <p id={id} className="min-w-0 text-[0.8125rem] text-pretty max-sm:col-span-2 empty:max-sm:hidden">
        {state && <Result {...state} />}
      </p>
      <SubmitButton
        name="intent"
        value={`without ${index}`}
        variant="ghost"
        size="icon"
        aria-label={`Leave out ${email || `row ${number}`}`}
        title="Leave out"
        className="text-muted max-sm:col-start-2 max-sm:row-start-1"
      >
        <Icon name="close" />
      </SubmitButton>
      {state && <input type="hidden" name={`result.${index}`} value={values[`result.${index}`]} />}
    </li>
  )
}

function Result({ kind, reason }: RowState) {
  if (kind === 'ready') return <Badge tone="success">Ready</Badge>
  if (kind === 'fix') return <span className="text-danger-text font-medium">{reason}</span>
  return (
    <span className="text-muted">
      <Badge>Skipped</Badge> {reason}
    </span>
  )
}
