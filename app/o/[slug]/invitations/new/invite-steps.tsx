'use client'

// First a list is pasted, then its rows can be reviewed and corrected before anything is sent. The state of the form decides
// which of the two is shown, so that it works without a script.
import { SelectField, TextareaField } from '@/components/field'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { useFormContext } from '@/components/form-context'
import { RoleOptions } from '@/components/role-options'
import { buttonVariants } from '@/components/ui/button'
import { ReviewRows, type StepProps } from './review-rows'
import { indexesOf } from './row-results'

/** `path`: the page itself. `cancel`: where "Cancel" leads. */
export function InviteSteps({ path, cancel, ...props }: StepProps & { path: string; cancel: string }) {
  const { values = {} } = useFormContext()
  if (indexesOf(values).length > 0) return <ReviewRows {...props} path={path} values={values} />
  return <Paste {...props} cancel={cancel} />
}

function Paste({ holder, whyNot, max, cancel }: StepProps & { cancel: string }) {
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
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="intent" value="send">
            Send invitations
          </SubmitButton>
          <PageLink href={cancel} className={buttonVariants({ variant: 'ghost' })}>
            Cancel
          </PageLink>
        </div>
        <p className="text-muted min-w-0 grow text-[0.8125rem] text-pretty sm:basis-0">
          You’ll review a list before it’s sent.
        </p>
      </div>
    </>
  )
}
