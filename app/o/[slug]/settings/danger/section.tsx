import type { ReactNode } from 'react'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'

type SectionProps = {
  id?: string
  title: string
  description: ReactNode
  /** The control. If it is missing, the description says why. */
  children?: ReactNode
  isDangerous?: boolean
}

export function Section({ id, title, description, children, isDangerous = false }: SectionProps) {
  return (
    <Card id={id} className={isDangerous ? 'border-danger-text/40' : undefined}>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <CardDescription className="max-w-prose wrap-anywhere">{description}</CardDescription>
      </CardHeader>
      {children && <CardBody>{children}</CardBody>}
    </Card>
  )
}
