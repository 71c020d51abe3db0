// What the form of the selection sends: a ticked box is a field of its own, called by the member's id; its value is their
// name, for the answer alone. Without a script the box for all of them comes alone and names everybody.
import { z } from 'zod'
import { maxAtOnce } from '@/lib/members/bulk'
import { changeRoleSchema } from '@/lib/members/schema'

/** The field that stands for all of the page, where no script ticks the others: [id, name] of each. */
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
