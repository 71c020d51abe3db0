// The short forms of the first steps. Each has a page of its own for more.
import { Field, SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { RecordField } from '@/components/record-form'
import { RoleOptions } from '@/components/role-options'
import { SubmitButton } from '@/components/submit-button'
import type { MemberSession } from '@/lib/pages'
import type { Resource } from '@/lib/resources'
import { createFirstAction, inviteFirstAction } from './first-steps-actions'

export function InviteFirst({ session }: { session: MemberSession }) {
  const { permissions, customRoles, isOwner, org } = session
  return (
    <Form action={inviteFirstAction} className="grid max-w-xl gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <Field name="email" label="Email" type="email" autoComplete="off" spellCheck={false} />
        <SelectField name="role" label="Role" defaultValue="member">
          <RoleOptions holder={{ permissions, customRoles, isOwner }} />
        </SelectField>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton size="sm">Send invitation</SubmitButton>
        <span className="text-muted text-[0.8125rem]">
          More than one?{' '}
          <PageLink href={`/o/${org.slug}/invitations/new`} className="text-ink underline underline-offset-4">
            Paste a list
          </PageLink>
        </span>
      </div>
    </Form>
  )
}

export async function CreateFirst({ noun, path, creation }: Resource) {
  const { form } = await creation()
  return (
    <Form action={createFirstAction} fields={{ resource: path }} className="grid max-w-xl gap-4">
      {form.map((field) => (
        <RecordField key={field.name} field={field} rows={2} />
      ))}
      <SubmitButton size="sm">Create {noun}</SubmitButton>
    </Form>
  )
}
