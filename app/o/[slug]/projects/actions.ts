'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { flash } from '@/lib/flash'
import { createProject, deleteProject, updateProject } from '@/lib/projects/commands'
import { updateProjectSchema, createProjectSchema } from '@/lib/projects/schema'
import { undo } from '@/lib/projects/undo'
import { expectedInForm, versionText } from '@/lib/requests/versions'

const idSchema = z.strictObject({ id: z.string(), version: z.string() })

export const createProjectAction = orgAction(createProjectSchema, async ({ ctx, input }) => {
  const project = await createProject(ctx, input)
  await flash(`Project “${project.name}” created.`)
  redirect(`/o/${ctx.organization}/projects`)
})

export const editProjectAction = orgAction(
  idSchema.extend(createProjectSchema.shape),
  async ({ ctx, input: { id, version, ...changes } }) => {
    const project = await updateProject(ctx, id, changes, expectedInForm(version))
    await flash(`Project “${project.name}” saved.`)
    redirect(`/o/${ctx.organization}/projects/${id}`)
  },
)

export const setProjectStatusAction = orgAction(
  idSchema.extend(updateProjectSchema.pick({ status: true }).required().shape),
  async ({ ctx, input: { id, version, status } }) => {
    const project = await updateProject(ctx, id, { status }, expectedInForm(version))
    const before = status === 'archived' ? 'active' : 'archived'
    const offer = undo.offer(ctx, ctx.organization, { id, version: versionText(project.updatedAt), status: before })
    await flash(`Project “${project.name}” ${status === 'archived' ? 'archived' : 'restored'}.`, offer)
    refresh()
  },
)

export const deleteProjectAction = orgAction(idSchema, async ({ ctx, input: { id, version } }) => {
  const title = await deleteProject(ctx, id, expectedInForm(version))
  await flash(`Project “${title}” deleted.`)
  redirect(`/o/${ctx.organization}/projects`)
})
