import type { ReactNode } from 'react'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'

type SectionProps = {
  title: string
  description: ReactNode
  /** The control. Without one, the description says why there is none. */
  children?: ReactNode
}

/** One thing that can be done here: what it is, what it means, and its control. */
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
