import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { Permission } from '@/lib/permissions/catalogue'
import type { MemberEntry } from '@/lib/pages'
import { WhyNot } from '../../why-not'

/** What somebody may not do here: a thing that is missing would look like one that does not exist. */
export function Closed({ entry, title, permission }: { entry: MemberEntry; title: string; permission: Permission }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <CardDescription className="max-w-prose wrap-anywhere">
          <WhyNot entry={entry} permission={permission} />
        </CardDescription>
      </CardHeader>
    </Card>
  )
}
