import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import type { Project } from '@/lib/projects/schema'
import { versionText } from '@/lib/requests/versions'
import { deleteProjectAction, setProjectStatusAction } from '../actions'

type ProjectActionsProps = { slug: string; project: Project }

export function ProjectActions({ slug, project }: ProjectActionsProps) {
  const hidden = (
    <>
      <input type="hidden" name="organization" value={slug} />
      <input type="hidden" name="id" value={project.id} />
      <input type="hidden" name="version" value={versionText(project.updatedAt)} />
    </>
  )
  return (
    <>
      <PageLink href={`/o/${slug}/projects/${project.id}/edit`} className={buttonVariants({ variant: 'secondary' })}>
        Edit
      </PageLink>
      <Form action={setProjectStatusAction} className="grid gap-3">
        {hidden}
        <input type="hidden" name="status" value={project.archivedAt ? 'active' : 'archived'} />
        <SubmitButton variant="secondary">{project.archivedAt ? 'Restore' : 'Archive'}</SubmitButton>
      </Form>
      <Dialog
        trigger="Delete"
        variant="ghost"
        title="Delete this project?"
        description={
          <>
            <strong className="text-ink font-medium wrap-anywhere">{project.name}</strong> and its description are lost
            for everybody, and cannot be restored. To only take it off the list, archive it.
          </>
        }
      >
        <Form action={deleteProjectAction}>
          {hidden}
          <DialogActions>
            <DialogCancel />
            <SubmitButton variant="danger">Delete project</SubmitButton>
          </DialogActions>
        </Form>
      </Dialog>
    </>
  )
}
