import type { ReactNode } from 'react'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'

/** One thing that can be done here: what it is, what it means, and its control. */
export function Section({
  title,
  description,
  children,
}: {
  title: string
  description: ReactNode
  children: ReactNode
}) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <CardDescription className="max-w-prose wrap-anywhere">{description}</CardDescription>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  )
}
