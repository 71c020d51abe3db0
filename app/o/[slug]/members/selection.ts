// The fields of the selection form. Each ticked box is a field: its name is the member's id, and its value their name, which is
// used in messages only. Without a script, "select all" is a single field with all members of the page.
import { z } from 'zod'
import { maxAtOnce } from '@/lib/members/bulk'
import { changeRoleSchema } from '@/lib/members/schema'

/** The field of "select all": JSON with [id, name] of each member of the page. With a script, each box is ticked as well. */
export const allField = 'all'

const allSchema = z
  .string()
  .transform((text, { addIssue }) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      addIssue({ code: 'custom', message: 'Select the members again.' })
    }
  })
  .pipe(z.array(z.tuple([z.string(), z.string()])).max(maxAtOnce))
  .default([])

export const selectionSchema = z
  .looseObject({ intent: z.enum(['role', 'remove']), role: changeRoleSchema.shape.role, [allField]: allSchema })
  .transform(({ intent, role, [allField]: all, ...boxes }) => ({
    intent,
    role,
    names: new Map([
      ...all,
      ...Object.entries(boxes)
        .filter(([field]) => field.startsWith('user_'))
        .map(([userId, name]) => [userId, String(name)] as const),
    ]),
  }))
  .refine(({ names }) => names.size > 0, 'Select at least one member.')
  .refine(({ names }) => names.size <= maxAtOnce, `Select at most ${maxAtOnce} members.`)
