// What the address of the list says, in words that a person may have typed: anything else counts as not said.
import { z } from 'zod'
import { invitationStatuses } from '@/lib/invitations/schema'

const listSchema = z.object({
  status: z
    .enum([...invitationStatuses, 'all'])
    .catch('pending')
    .default('pending'),
  cursor: z.string().optional().catch(undefined),
})

export type ListAddress = z.infer<typeof listSchema>

export const readSearchParams = (params: Record<string, string | undefined>): ListAddress => listSchema.parse(params)

/** The address of the same list with some of it changed, from its first page. */
export function listHref(path: string, { status, cursor }: Partial<ListAddress>): string {
  const params = new URLSearchParams()
  if (status && status !== 'pending') params.set('status', status)
  if (cursor) params.set('cursor', cursor)
  return params.size > 0 ? `${path}?${params}` : path
}
