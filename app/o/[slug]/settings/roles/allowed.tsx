import { Icon } from '@/components/ui/icon'

/** Yes or no, as an icon with a text for screen readers. */
export function Allowed({ yes }: { yes: boolean }) {
  return yes ? (
    <>
      <Icon name="check" className="text-success-text inline size-4 stroke-2" />
      <span className="sr-only">Yes</span>
    </>
  ) : (
    <>
      <span aria-hidden className="text-muted">
        –
      </span>
      <span className="sr-only">No</span>
    </>
  )
}
