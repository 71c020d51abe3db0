'use client'

// First a list is pasted, then its rows can be reviewed and corrected before anything is sent. The state of the form decides
// which of the two is shown, so that it works without a script.
import { SelectField, TextareaField } from '@/components/field'
import { SubmitButton } from '@/components/submit-button'
import { useFormContext } from '@/components/form-context'
import { RoleOptions } from '@/components/role-options'
import { ReviewRows, type StepProps } from './review-rows'
import { indexesOf } from './row-results'

export function InviteSteps({ path, ...props }: StepProps & { path: string }) {
  const { values = {} } = useFormContext()
  return indexesOf(values).length === 0 ? <Paste {...props} /> : <ReviewRows {...props} path={path} values={values} />
}

function Paste({ holder, whyNot, max }: StepProps) {
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
        hint={`Up to ${max} addresses, one per line. Add a role after a comma if it differs.`}
      />
      <SelectField
        name="role"
        label="Role"
        defaultValue="member"
        hint={['Used where no role is given.', whyNot].filter(Boolean).join(' ')}
      >
        <RoleOptions holder={holder} />
      </SelectField>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton name="intent" value="send">
          Send invitations
        </SubmitButton>
        <p className="text-muted min-w-0 grow text-[0.8125rem] text-pretty sm:basis-0">
          You’ll review a list before it’s sent.
        </p>
      </div>
    </>
  )
}
