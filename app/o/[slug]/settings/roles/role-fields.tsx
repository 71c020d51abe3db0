'use client'

// The fields of a role, to create and to change it. `saved` is the stored role: if the form was based on an older version, the
// stored and the typed values are both shown.
import { Field, TextareaField } from '@/components/field'
import { EditConflict, SaveButton, useEditConflict, type Compared } from '@/components/edit-conflict'
import { useFormContext } from '@/components/form-context'
import { isReserved, permissions, permissionSentence, type Permission } from '@/lib/permissions/catalogue'
import { PermissionBoxes } from '../permission-boxes'

type SavedRole = { name: string; description: string; permissions: readonly Permission[]; version: string }
type RoleFieldsProps = {
  saved?: SavedRole
  /** The permissions that the viewer cannot give, each with a sentence that says who can grant it. */
  disabledReasons: Partial<Record<Permission, string>>
  submit: string
  path: string
}

export function RoleFields({ saved, disabledReasons, submit, path }: RoleFieldsProps) {
  const { values } = useFormContext()
  const hasConflict = useEditConflict(saved?.version)
  return (
    <>
      {saved && (
        <EditConflict
          noun="role"
          version={saved.version}
          texts={[
            { name: 'name', label: 'Name', saved: saved.name },
            { name: 'description', label: 'Description', saved: saved.description },
          ]}
          others={compareBoxes(saved, values ?? {})}
          path={path}
        />
      )}
      <Field name="name" label="Name" autoComplete="off" defaultValue={saved?.name} />
      <TextareaField
        name="description"
        label="Description"
        rows={2}
        defaultValue={saved?.description}
        hint="Optional. Who it is for."
      />
      {/* Reserved permissions have no box, and saving must not remove them. */}
      {saved?.permissions.filter(isReserved).map((permission) => (
        <input key={permission} type="hidden" name={permission} value="on" />
      ))}
      <PermissionBoxes
        checked={saved?.permissions ?? ['org:read']}
        disabledReasons={disabledReasons}
        theirs={hasConflict ? saved?.permissions : undefined}
        notes={{ 'org:read': 'Without it, people with this role can’t open the organization.' }}
        unread={(reading) => `Without “${reading}”, people with this role can’t open the list.`}
      />
      <div className="flex flex-wrap gap-2">
        <SaveButton version={saved?.version}>{submit}</SaveButton>
        <a
          href={path}
          className="text-muted hover:bg-hover hover:text-ink inline-flex h-11 items-center rounded-md px-3.5 font-medium sm:h-9"
        >
          Cancel
        </a>
      </div>
    </>
  )
}

const allowed = (yes: boolean): string => (yes ? 'Allowed' : 'Not allowed')

const compareBoxes = (saved: SavedRole, typed: Record<string, string>): Compared[] =>
  permissions.map((permission) => ({
    label: permissionSentence(permission),
    saved: allowed(saved.permissions.includes(permission)),
    typed: allowed(typed[permission] !== undefined),
  }))
