// The members that are selected in the list. They travel in the address of the dialog, whose form then sends each with their
// name, which is used in messages only.
import { z } from 'zod'
import { allField } from '@/components/selection-field'
import { maxAtOnce } from '@/lib/members/bulk'
import type { Member } from '@/lib/members/rows'
import { jsonTextSchema } from '@/lib/requests/input'

const isMember = (id: string): boolean => id.startsWith('user_')

/** The search parameters of the selection form: each ticked box, and the box for the whole page. Out: `userIds`. */
export const selectedSearchSchema = z
  .looseObject({ [allField]: z.string().default('') })
  .transform(({ [allField]: all, ...boxes }) => {
    const ids = [...all.split(' '), ...Object.keys(boxes)]
    return { userIds: [...new Set(ids.filter(isMember))].slice(0, maxAtOnce) }
  })

/** In: the selected members. Out: the value of the field `members`. */
export const toField = (members: Member[]): string => JSON.stringify(members.map(({ userId, name }) => [userId, name]))

/** The field `members`. Out: names by id. */
export const membersFieldSchema = jsonTextSchema
  .pipe(
    z
      .array(z.tuple([z.string(), z.string()]))
      .min(1)
      .max(maxAtOnce),
  )
  .transform((pairs) => new Map(pairs))
