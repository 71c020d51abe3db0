// What the command palette gets from the page.
import type { IconName } from '@/components/ui/icon'
import type { ActionState } from '@/lib/actions'

/** Asks the page's palette to open. */
export const openPaletteEvent = 'open-palette'

export type PaletteView = 'commands' | 'shortcuts' | 'access'

export type FormAction = (state: ActionState, data: FormData) => Promise<ActionState>

export type Goal = { label: string; href: string; icon: IconName }

export type PaletteProps = {
  organization: { slug: string; name: string } | null
  navigation: Goal[]
  /** Whether the member may see the invitations of the organization. */
  seesInvitations?: boolean
  actions: { signOut: FormAction; viewAs?: FormAction }
  /** Whether the member may open the access report of the page. */
  hasAccessReport?: boolean
  view: PaletteView
  onClose: () => void
  onView: (view: PaletteView) => void
}
