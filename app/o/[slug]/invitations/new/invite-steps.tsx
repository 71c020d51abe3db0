'use client'

// First a list is pasted, then its rows can be reviewed and corrected before anything is sent. The state of the form decides
// which of the two is shown, so that it works without a script.
import { SelectField, TextareaField } from '@/components/field'
import { SubmitButton } from '@/components/submit-button'
import { useFormContext } from '@/components/form-context'
import { RoleOptions } from '@/components/role-options'
import type { Holder } from '@/lib/permissions/roles'
import { InviteRow } from './invite-row'

const whyNotId = 'roles-out-of-reach'

type PasteProps = { holder: Holder; whyNot: string | undefined; max: number }

/** `whyNot`: why some roles cannot be chosen. */
export function InviteSteps({ path, ...props }: PasteProps & { path: string }) {
  const { holder, whyNot, max } = props
  const { values = {}, errors = {} } = useFormContext()
  const indexes = Object.keys(values).flatMap((name) => /^email\.(\d+)$/.exec(name)?.[1] ?? [])
  if (indexes.length === 0) return <Paste {...props} />
  const good = indexes.filter(
    (index) => values[`email.${index}`] && !errors[`email.${index}`] && !errors[`role.${index}`],
  ).length
  return (
    <>
      <ul aria-label="People to invite" className="grid gap-3 sm:gap-0 sm:divide-y sm:border-y">
        {indexes.map((index, at) => (
          // The key changes with the row, so that the fields of a corrected row start with the values from the server.
          <InviteRow
            key={`${index} ${values[`email.${index}`]}`}
            index={index}
            number={at + 1}
            holder={holder}
            whyNot={whyNot && whyNotId}
          />
        ))}
      </ul>
      {indexes.length < max ? (
        <SubmitButton name="intent" value="add" variant="secondary" size="sm">
          Add a row
        </SubmitButton>
      ) : (
        <p className="text-muted text-[0.8125rem]">Up to {max} rows at once. Send these, then start another list.</p>
      )}
      <p className="text-muted text-[0.8125rem]">
        {whyNot && <span id={whyNotId}>{whyNot} </span>}
        {good} of {indexes.length} can be invited. Correct the others here, or leave them: they stay when the good ones
        go out. Empty an address to drop its row.
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton name="intent" value="send">
          Send invitations
        </SubmitButton>
        <SubmitButton name="intent" value="check" variant="secondary">
          Check again
        </SubmitButton>
        <a
          href={path}
          className="text-muted hover:bg-hover hover:text-ink inline-flex h-11 items-center rounded-md px-3.5 font-medium sm:h-9"
        >
          Start over
        </a>
      </div>
    </>
  )
}

function Paste({ holder, whyNot, max }: PasteProps) {
  return (
    <>
      <TextareaField
        name="email"
        label="Email"
        rows={4}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder={'ada@example.com\nbo@example.com, viewer'}
        hint={`One address, or up to ${max}: one a line, or a pasted CSV of address and role.`}
      />
      <SelectField
        name="role"
        label="Role"
        defaultValue="member"
        hint={['For rows without a role.', whyNot].filter(Boolean).join(' ')}
      >
        <RoleOptions holder={holder} />
      </SelectField>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton name="intent" value="send">
          Send invitations
        </SubmitButton>
        <p className="text-muted min-w-0 grow text-[0.8125rem] text-pretty sm:basis-0">
          You’ll review a list before anything is sent.
        </p>
      </div>
    </>
  )
}
