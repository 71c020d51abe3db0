'use client'

import { useId } from 'react'
import { useFormContext } from '@/components/form-context'
import { RoleOptions } from '@/components/role-options'
import { Badge } from '@/components/ui/badge'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { isRoleOf, type Holder } from '@/lib/permissions/roles'

type InviteRowProps = {
  index: string
  number: number
  holder: Holder
  /** The id of the reason why some roles cannot be chosen. */
  whyNot: string | undefined
}

/** One address and its role, with its error. */
export function InviteRow({ index, number, holder, whyNot }: InviteRowProps) {
  const { values = {}, errors = {} } = useFormContext()
  const id = useId()
  const problems = { email: errors[`email.${index}`], role: errors[`role.${index}`] }
  const problem = [...(problems.email ?? []), ...(problems.role ?? [])].join(' ')
  const email = values[`email.${index}`] ?? ''
  const role = values[`role.${index}`] ?? ''
  const field = (name: 'email' | 'role') => ({
    name: `${name}.${index}`,
    'aria-label': `${name === 'email' ? 'Email' : 'Role'} ${number}`,
    'aria-invalid': problems[name] ? true : undefined,
    'aria-describedby': name === 'role' && whyNot ? `${id} ${whyNot}` : id,
  })
  return (
    <li className="grid items-center gap-x-3 gap-y-2 rounded-lg border p-3 sm:grid-cols-[minmax(0,1fr)_9rem_13rem] sm:rounded-none sm:border-0 sm:px-0 sm:py-2.5">
      <Input {...field('email')} type="email" spellCheck={false} defaultValue={email} autoFocus={email === ''} />
      <Select key={role} {...field('role')} defaultValue={role}>
        {!isRoleOf(holder, role) && <option value={role}>{role || 'None'}?</option>}
        <RoleOptions holder={holder} kept={role} />
      </Select>
      <p id={id} className="text-[0.8125rem] text-pretty">
        {problem && <span className="text-danger-text font-medium">{problem}</span>}
        {!problem && email !== '' && <Badge tone="success">New</Badge>}
      </p>
    </li>
  )
}
