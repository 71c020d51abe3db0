'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { orgAction, userAction } from '@/lib/actions'
import { permissions } from '@/lib/permissions/catalogue'
import { roleKeySchema } from '@/lib/permissions/roles'
import { endViewAs, startViewAs } from '@/lib/auth/view-as'
import { flash } from '@/lib/flash'
import { createRole, duplicateRole, updateRole } from '@/lib/roles/commands'
import { deleteRole } from '@/lib/roles/deletion'
import { createRoleSchema } from '@/lib/roles/schema'
import { slugSchema } from '@/lib/organizations/slugs'
import { expectedInForm } from '@/lib/requests/versions'

// Each ticked box is a field with the name of its permission.
const gatherBoxes = (fields: Record<string, unknown>) => ({
  ...Object.fromEntries(Object.entries(fields).filter(([name]) => !(permissions as readonly string[]).includes(name))),
  permissions: permissions.filter((permission) => fields[permission] !== undefined),
})

const formSchema = createRoleSchema.omit({ key: true })
const newSchema = z.looseObject({}).transform(gatherBoxes).pipe(formSchema)
const editSchema = z
  .looseObject({})
  .transform(gatherBoxes)
  .pipe(formSchema.extend({ id: z.string(), version: z.string() }))
const idSchema = z.strictObject({ id: z.string() })

const pathOf = (organization: string) => `/o/${organization}/settings/roles`

export const createRoleAction = orgAction(newSchema, async ({ ctx, input }) => {
  const { name } = await createRole(ctx, input)
  await flash(`Role “${name}” created.`)
  redirect(pathOf(ctx.organization))
})

export const editRoleAction = orgAction(editSchema, async ({ ctx, input: { id, version, ...changes } }) => {
  await updateRole(ctx, id, changes, expectedInForm(version))
  await flash(`Role “${changes.name}” saved.`)
  redirect(pathOf(ctx.organization))
})

export const duplicateRoleAction = orgAction(idSchema, async ({ ctx, input }) => {
  const { id, name } = await duplicateRole(ctx, input.id)
  await flash(`“${name}” created. No one has it yet.`)
  redirect(`${pathOf(ctx.organization)}/${id}`)
})

export const deleteRoleAction = orgAction(
  idSchema.extend({ replacement: roleKeySchema.optional(), version: z.string() }),
  async ({ ctx, input: { id, replacement, version } }) => {
    const name = await deleteRole(ctx, id, { replacement }, expectedInForm(version))
    await flash(`Role “${name}” deleted.`)
    redirect(pathOf(ctx.organization))
  },
)

export const startViewAsAction = orgAction(
  z.strictObject({ role: roleKeySchema }),
  async ({ ctx, input: { role } }) => {
    const { slug } = await startViewAs(ctx, role)
    redirect(`/o/${slug}`)
  },
)

// A userAction, because orgAction refuses every action during a role preview.
export const endViewAsAction = userAction(z.strictObject({ slug: slugSchema }), async ({ input: { slug } }) => {
  await endViewAs(slug)
  refresh()
})
