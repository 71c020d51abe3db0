import { Field, TextareaField } from '@/components/field'

/** What a person writes of a project, alike where it is created and changed. */
export function ProjectFields({ name, description }: { name?: string; description?: string }) {
  return (
    <>
      <Field name="name" label="Name" autoComplete="off" defaultValue={name} />
      <TextareaField
        name="description"
        label="Description"
        rows={5}
        defaultValue={description}
        hint="Optional. What it is for, and who it is for."
      />
    </>
  )
}
