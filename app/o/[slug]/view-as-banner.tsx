import { endViewAsAction } from './settings/roles/actions'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { actingRole } from '@/lib/permissions/roles'
import type { MemberSession } from '@/lib/pages'

/** Shown on every page of the organization during a role preview. */
export function ViewAsBanner({ session }: { session: MemberSession }) {
  return (
    <aside
      aria-label="Preview of a role"
      className="border-warning-text/30 bg-warning-soft text-warning-text shadow-raised sticky top-18 z-6 -mt-3 mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border px-4 py-2 lg:top-3"
    >
      <p className="min-w-0 text-pretty wrap-anywhere">
        Previewing {session.org.name} as <strong className="font-semibold">{actingRole(session)}</strong> · read-only
      </p>
      <Form action={endViewAsAction} className="contents">
        <input type="hidden" name="slug" value={session.org.slug} />
        <SubmitButton variant="secondary" size="sm">
          Exit preview
        </SubmitButton>
      </Form>
    </aside>
  )
}
