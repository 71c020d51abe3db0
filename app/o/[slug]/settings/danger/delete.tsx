import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import type { MemberSession } from '@/lib/pages'
import { restorableDays } from '@/lib/organizations/deletion'
import { deleteOrganizationAction } from './actions'
import { Section } from './section'

export function Delete({ session }: { session: MemberSession }) {
  const { name, slug } = session.org
  return (
    <Section
      title="Delete this organization"
      description={
        <>
          Nobody can enter {name} any longer, and its tokens, API keys and invitations stop working at once. Its owners
          can restore it for {restorableDays} days; after that everything in it is gone for good.
        </>
      }
    >
      <Dialog
        trigger="Delete organization"
        variant="danger"
        title={`Delete ${name}?`}
        description={
          <>
            To show that you mean it, type its name:{' '}
            <strong className="text-ink font-medium wrap-anywhere">{name}</strong>
          </>
        }
      >
        <Form action={deleteOrganizationAction}>
          <Field name="name" label="Organization name" autoComplete="off" spellCheck={false} />
          <DialogActions>
            <DialogCancel />
            <SubmitButton variant="danger">Delete for everybody</SubmitButton>
          </DialogActions>
        </Form>
      </Dialog>
    </Section>
  )
}
