'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { orgAction } from '@/lib/actions'
import { AppError } from '@/lib/errors'
import { flash } from '@/lib/flash'
import { readUndoToken, type Undoing } from '@/lib/requests/undo'

const modules = import.meta.glob<{ undo: Undoing }>('/lib/*/undo.ts')

/** Restores what a change replaced: the "Undo" of a toast, and of the timeline. */
export const undoAction = orgAction(z.strictObject({ undo: z.string() }), async ({ ctx, input }) => {
  const { kind, organization, what } = readUndoToken(ctx.sessionId, input.undo)
  const known = await Promise.all(Object.values(modules).map(async (load) => (await load()).undo))
  const undoing = known.find((each) => each.kind === kind)
  if (!undoing) throw new AppError('conflict', { detail: 'This can no longer be undone here.' })
  const { message, refused = [] } = await undoing.run({ ...ctx, organization }, what)
  refresh()
  if (message) await flash(message)
  if (refused.length > 0) return { message: [...new Set(refused)].join(' '), errors: { undo: ['refused'] } }
})
