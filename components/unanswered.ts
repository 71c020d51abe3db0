// What a form shows when no answer to it arrived: the browser is offline, or the server is unreachable. Without this the error would
// replace the page and everything typed in it.
import type { ActionState } from '@/lib/actions'

type Action = (state: ActionState, formData: FormData) => Promise<ActionState>

export const offlineMessage = 'You’re offline. Nothing was lost. Try again when you’re back online.'
const unreachableMessage = 'We can’t be reached right now. Nothing was lost. Try again in a moment.'

/** Why no answer arrived. */
export const unansweredMessage = (): string => (navigator.onLine ? unreachableMessage : offlineMessage)

/** Whether the server has answered: its errors and navigations carry a digest. */
export const isAnswer = (error: unknown): boolean => typeof error === 'object' && error !== null && 'digest' in error

/** In: a server action. Out: one that answers with a message and what was typed if no answer arrives. */
export const keepingTyped =
  (action: Action): Action =>
  async (state, formData) => {
    try {
      return await action(state, formData)
    } catch (error) {
      if (isAnswer(error)) throw error
      return {
        status: 'error',
        message: unansweredMessage(),
        values: typedIn(formData),
      }
    }
  }

const typedIn = (formData: FormData): Record<string, string> =>
  Object.fromEntries([...formData].filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
