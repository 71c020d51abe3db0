import type { ReactNode } from 'react'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'

type SectionProps = {
  title: string
  description: ReactNode
  /** The control. If it is missing, the description says why. */
  children?: ReactNode
}

export function Section({ title, description, children }: SectionProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <CardDescription className="max-w-prose wrap-anywhere">{description}</CardDescription>
      </CardHeader>
      {children && <CardBody>{children}</CardBody>}
    </Card>
  )
}
