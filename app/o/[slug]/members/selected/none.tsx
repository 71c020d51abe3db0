import { BackLink } from '@/components/route-dialog'
import { DialogActions } from '@/components/ui/dialog'

/** The content of the dialog when none of the selected is a member any more, or none was selected. */
export const noneSelected = (home: string) => ({
  title: 'Select at least one member',
  description: 'None is selected, or those you selected have left.',
  children: (
    <DialogActions>
      <BackLink href={`${home}/members`}>Close</BackLink>
    </DialogActions>
  ),
})
