// Takes back that a record was archived or restored (lib/requests/undo.ts).
import { z } from 'zod'
import { expectedInForm } from '@/lib/requests/versions'
import { undoing } from '@/lib/requests/undo'
import { updateProject } from './commands'
import { updateProjectSchema } from './schema'

/** `status`: the one to give back. `version`: of the record after the change. */
const changeSchema = z.object({
  id: z.string(),
  version: z.string(),
  status: updateProjectSchema.shape.status.unwrap(),
})

export const undo = undoing('projects status', changeSchema, async (ctx, { id, version, status }) => {
  const { name } = await updateProject(ctx, id, { status }, expectedInForm(version))
  return { message: status === 'archived' ? `“${name}” is archived again.` : `“${name}” is active again.` }
})
