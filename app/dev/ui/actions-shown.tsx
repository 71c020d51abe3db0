import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DisabledButton } from '@/components/ui/disabled-button'
import { Icon, iconNames } from '@/components/ui/icon'
import { Segmented } from '@/components/ui/segmented'
import { Spinner } from '@/components/ui/spinner'
import { Specimen } from './specimen'

const variants = ['primary', 'secondary', 'ghost', 'danger', 'quiet-danger'] as const
const tones = ['neutral', 'accent', 'success', 'warning', 'danger', 'info'] as const

export function Actions() {
  return (
    <>
      <Specimen name="Button">
        {variants.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant}
          </Button>
        ))}
      </Specimen>
      <Specimen name="Button, sizes and states">
        <Button size="sm">Small</Button>
        <Button>Medium</Button>
        <Button size="lg">Large</Button>
        <Button size="icon" variant="secondary" aria-label="Add">
          <Icon name="plus" />
        </Button>
        <Button disabled>Disabled</Button>
        <Button aria-busy aria-disabled>
          <span className="opacity-0">Busy</span>
          <Spinner className="absolute" />
        </Button>
        <DisabledButton why="Viewers can’t invite people. Ask Gina for access.">Closed</DisabledButton>
      </Specimen>
      <Specimen name="Badge">
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </Specimen>
      <Specimen name="Segmented">
        <Segmented
          label="Status"
          items={[
            { label: 'Active', href: '#active', current: true },
            { label: 'Archived', href: '#archived', current: false },
            { label: 'All', href: '#all', current: false },
          ]}
        />
      </Specimen>
      <Specimen name="Icon">
        {iconNames.map((name) => (
          <Icon key={name} name={name} />
        ))}
      </Specimen>
    </>
  )
}
