import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Specimen } from './specimen'

const tones = ['info', 'success', 'warning', 'danger'] as const

export function Feedback() {
  return (
    <>
      <Specimen name="Alert">
        <div className="grid w-full gap-2">
          {tones.map((tone) => (
            <Alert key={tone} tone={tone} title={tone}>
              What happened, and what to do about it.
            </Alert>
          ))}
        </div>
      </Specimen>
      <Specimen name="Dialog">
        <Dialog trigger="Open" title="Remove Frida Lindqvist?" description="They lose access immediately.">
          <DialogActions>
            <DialogCancel />
            <Button variant="danger">Remove</Button>
          </DialogActions>
        </Dialog>
      </Specimen>
      <Specimen name="Empty state">
        <div className="grid w-full gap-3">
          {(['new', 'search', 'closed'] as const).map((tiles) => (
            <EmptyState key={tiles} tiles={tiles} title="Nothing here" description="Why, and what to do about it.">
              <Button>New member</Button>
            </EmptyState>
          ))}
        </div>
      </Specimen>
    </>
  )
}
