'use client'

import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import type { FormAction } from './palette-props'

type PreviewRolesProps = { slug: string; roles: { key: string; name: string }[]; action: FormAction }

export function PreviewRoles({ slug, roles, action }: PreviewRolesProps) {
  return (
    <section>
      <h3>Preview as</h3>
      <p className="drawer-note">See what another role sees. Nothing can be changed until you exit.</p>
      <div className="flex flex-wrap gap-2">
        {roles.map(({ key, name }) => (
          <Form key={key} action={action} fields={{ organization: slug, role: key }} className="contents">
            <SubmitButton variant="secondary" size="sm">
              {name}
            </SubmitButton>
          </Form>
        ))}
      </div>
    </section>
  )
}
